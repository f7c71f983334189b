package dev.tailrace.log;

import java.io.IOException;

/**
 * How far the log is safe from a power loss: group commit. One fdatasync(2) every sync interval
 * covers all records written until then, however many there were. The keeper's; what it has reached
 * may be asked from any thread.
 *
 * <pre>
 *   0 ... durable ........ next
 *         survives power   is published: readers see it, it survives kill -9
 * </pre>
 */
final class Watermark {
    private final Segments segments;
    private final SegmentWriter writer;
    private final Ledger ledger;
    private final RecentRecords recent;
    private volatile long durable;

    Watermark(Segments segments, SegmentWriter writer, Ledger ledger, RecentRecords recent) {
        this.segments = segments;
        this.writer = writer;
        this.ledger = ledger;
        this.recent = recent;
        this.durable = recent.next();
    }

    /** The seq before which all records are durable, or lost and declared. */
    long durable() {
        return durable;
    }

    /**
     * Makes what is published durable, and closes what has been sealed.
     *
     * @throws IOException if the disk failed; then it is not known what is on it
     */
    void advance() throws IOException {
        long next = recent.next();
        try {
            sync(next);
        } catch (IOException e) {
            // At once: a process that is killed now could not say it any more.
            ledger.unsynced(true, next);
            throw e;
        }
        if (next > durable) {
            ledger.reached(segments.newest(), next);
        }
        durable = next;
    }

    private void sync(long next) throws IOException {
        SegmentWriter.Open current = writer.current();
        if (current != null && next > durable) {
            current.file().sync();
        }
        // After that: a segment that was rolled meanwhile is among these.
        SegmentWriter.Open sealed = writer.takeSealed();
        while (sealed != null) {
            try (SegmentWriter.Open closing = sealed) {
                closing.file().sync();
            }
            sealed = writer.takeSealed();
        }
        if (writer.takeFolderChanged()) {
            segments.folder().sync();
        }
    }
}
