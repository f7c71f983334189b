package dev.tailrace.log;

import dev.tailrace.model.Reasons;
import java.io.IOException;

/**
 * Whether the disk has room for more than the next few records, as was last looked. Records are
 * written as long as the disk takes them, and {@link DiskFailures} tells of those that it does not;
 * this tells of a disk that is full while there are none, or while something else could not be
 * written. The writer's, but for {@link #isFull}, which any thread may ask.
 */
public final class DiskRoom {
    private static final System.Logger LOG = System.getLogger(DiskRoom.class.getName());

    private final Folder where;
    private final SegmentWriter writer;
    private volatile boolean full;

    DiskRoom(Folder where, SegmentWriter writer) {
        this.where = where;
        this.writer = writer;
    }

    /** Whether there was no such room when that was last looked for. */
    public boolean isFull() {
        return full;
    }

    /** Looks again: at the start, and when something else of the stream could not be written. */
    public void look() {
        boolean before = full;
        try {
            writer.probe();
            full = false;
            if (before) {
                LOG.log(System.Logger.Level.WARNING, "{0}: the disk has room again.", where);
            }
        } catch (IOException e) {
            if (where.isGone()) {
                return; // said once, where logs are kept
            }
            full = true;
            if (!before) {
                LOG.log(
                        System.Logger.Level.ERROR,
                        "{0}: the disk has no room for more records: {1}.",
                        where,
                        Reasons.of(e));
            }
        }
    }
}
