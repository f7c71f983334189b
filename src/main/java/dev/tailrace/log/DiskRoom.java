package dev.tailrace.log;

import dev.tailrace.model.Reasons;
import java.io.IOException;

/**
 * Whether the disk has room for more than the next few records, as was last looked. Records are
 * written as long as the disk takes them, and {@link DiskFailures} tells of those that it does not;
 * this tells of a disk that is full while there are none, or while something else could not be
 * written. The writer's, but for {@link #isFull}, which any thread may ask.
 */
final class DiskRoom {
    private static final System.Logger LOG = System.getLogger(DiskRoom.class.getName());

    private final Folder where;
    private volatile boolean full;

    DiskRoom(Folder where) {
        this.where = where;
    }

    boolean isFull() {
        return full;
    }

    /** Looks again. */
    void look(SegmentWriter writer) {
        boolean before = full;
        try {
            writer.probe();
            full = false;
            if (before) {
                LOG.log(System.Logger.Level.WARNING, "{0}: the disk has room again.", where);
            }
        } catch (IOException e) {
            if (where.isGone()) {
                return; // who keeps the logs says so, once
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
