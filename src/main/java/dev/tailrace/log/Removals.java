package dev.tailrace.log;

import dev.tailrace.model.GapReason;
import dev.tailrace.model.Removal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Removes the records of a log from its beginning on, as a client wishes it: by whole segments, in
 * the way of retention, but with the newest one if need be, and from memory too.
 *
 * <pre>
 *   all:           seal --end--> of(end), remove(end)      the log is empty then, and goes on at end
 *   before a time: endBefore(time) --end--> the same       the segment that is written stays
 * </pre>
 */
public final class Removals {
    private final Segments segments;
    private final SegmentWriter segmentWriter;
    private final LogWriter writer;
    private final DiskFailures failures;
    private final LogSearch search;
    private final RecentRecords recent;
    private final LogKeeper keeper;

    Removals(
            Segments segments,
            SegmentWriter segmentWriter,
            LogWriter writer,
            DiskFailures failures,
            LogSearch search,
            RecentRecords recent,
            LogKeeper keeper) {
        this.segments = segments;
        this.segmentWriter = segmentWriter;
        this.writer = writer;
        this.failures = failures;
        this.search = search;
        this.recent = recent;
        this.keeper = keeper;
    }

    /**
     * Seals the segment that is being written. The writer's thread.
     *
     * @return the seq that the next one begins with
     * @throws IOException if the disk does not take records now
     */
    public long seal() throws IOException {
        if (!writer.commit() || failures.isFailing()) {
            throw new IOException("the disk takes no records now");
        }
        segmentWriter.seal();
        return recent.next();
    }

    /**
     * The seq before which all records are in sealed segments whose last record is before {@code
     * time}, in ns since 1970. Reads files; any thread.
     */
    public long endBefore(long time) throws IOException {
        return search.segmentAt(time);
    }

    /**
     * What there is to be removed before {@code end}, with which a segment begins, or the log ends.
     * Any thread.
     */
    public Removal of(long end) {
        long first = segments.start().seq();
        long bytes = 0;
        int files = 0;
        for (Segment segment : before(end)) {
            bytes += segment.diskBytes();
            files += segments.folder().exists(segment.indexName()) ? 2 : 1;
        }
        long lines = end - first - segments.losses().linesBetween(first, end);
        return new Removal(first, end, Math.max(0, lines), bytes, files);
    }

    /**
     * Removes that. On the thread of {@link LogKeeper#retain}. Killed in between, the next opening
     * of the log ends it, or finds all of it there.
     *
     * @return what is removed
     * @throws IOException if the disk fails; what is left is removed when the log is opened next
     */
    public Removal remove(long end) throws IOException {
        Removal removed = of(end);
        if (!removed.isNothing()) {
            keeper.remove(before(end), new LogStart(end, GapReason.REMOVED));
            recent.removeBefore(end);
        }
        return removed;
    }

    private List<Segment> before(long end) {
        List<Segment> found = new ArrayList<>();
        for (Segment segment : segments.all()) {
            if (segment.base() < end) {
                found.add(segment);
            }
        }
        return found;
    }
}
