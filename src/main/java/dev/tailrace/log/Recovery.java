package dev.tailrace.log;

import dev.tailrace.model.Batch;
import dev.tailrace.model.Gap;
import dev.tailrace.model.GapReason;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds out where a log ended, from its files, and prepares it to be written on.
 *
 * <pre>
 *   closed      -> the last segment is written on, if it is not compressed and lacks no record
 *   killed      -> it is sealed after its last whole line; a new one follows
 *   power loss  -> the same, and all indexes are made again: an index may tell of what is not there
 *   nothing but a torn line in it -> it is set aside as *.torn
 *   its name is beyond all numbers that were given out -> somebody else's: removed, or set aside
 *   all of it is before the log's start -> all was to be removed: the log is empty, and goes on
 * </pre>
 *
 * A torn line was never seen by any reader: records are published only after they are written.
 *
 * @param next the seq of the record that will be written next
 * @param lastTime the newest record's time in ns since 1970, 0 without one
 * @param unrecorded what the log lacks, and does not say itself
 * @param renumbers whether records are lost whose numbers may be used again
 */
record Recovery(long next, long lastTime, List<Gap> unrecorded, boolean renumbers) {
    private static final System.Logger LOG = System.getLogger(Recovery.class.getName());

    /** Where a segment ends. */
    private record End(long next, long lastTime) {}

    static Recovery recover(
            Segments segments,
            Inspection inspection,
            SegmentWriter writer,
            Ledger ledger,
            InstantSource clock)
            throws IOException {
        if (!ledger.isTrue()) {
            dropIndexes(segments);
        }
        if (ledger.end() == Ledger.End.KILLED) {
            sync(segments);
        }
        finishRemoval(segments, ledger);
        Strays.remove(segments, ledger, clock);
        Segment last = segments.last();
        End end = endOf(segments, writer, ledger);
        Segment newest = segments.last();
        if (newest != null) {
            newest.endsBefore(end.next);
        }
        long time = end.lastTime;
        Segment before = last == null ? null : segments.before(last.base());
        while (time == Long.MIN_VALUE && before != null) {
            time = endOf(segments, before).lastTime;
            before = segments.before(before.base());
        }
        if (newest != null && isRemoved(newest, end, ledger)) {
            end = removeAll(segments, writer, ledger, end);
            last = null;
        }
        // Numbers that the disk did not take were given out all the same.
        long next = Math.max(end.next, ledger.lastNext());
        inspection.inspectAll();
        boolean gone = last == null || last.base() < ledger.lastBase();
        List<Gap> unrecorded = new ArrayList<>(inspection.unsaid());
        for (Gap gap : lacking(ledger, end.next, next, gone)) {
            Segment cut = gap.reason() == GapReason.CORRUPT ? last : null;
            inspection.lost(gap, cut == null ? Segment.plainName(gap.from()) : cut.name());
            unrecorded.add(gap);
        }
        Gap noted = ledger.lost();
        boolean all = noted != null && noted.from() <= end.next;
        return new Recovery(
                next,
                Math.max(0, time),
                unrecorded,
                // As long as it was open, the ledger was a little behind.
                end.next < next && !all && ledger.end() != Ledger.End.CLOSED);
    }

    /** The log's start was moved, and perhaps not all before it was removed. */
    private static void finishRemoval(Segments segments, Ledger ledger) throws IOException {
        if (ledger.epoch() == null) {
            return;
        }
        Segment first = segments.first();
        while (first != null
                && first.base() < ledger.start().seq()
                && segments.after(first.base()) != null) {
            segments.unlink(first);
            first = segments.first();
        }
        long start = ledger.start().seq();
        long begins = first == null ? start : first.base();
        segments.moveStart(ledger.start().at(Math.min(begins, start)));
    }

    /** Whether what is left was to be removed to its last record. */
    private static boolean isRemoved(Segment newest, End end, Ledger ledger) {
        long start = ledger.start().seq();
        return ledger.epoch() != null && newest.base() < start && end.next <= start;
    }

    private static End removeAll(Segments segments, SegmentWriter writer, Ledger ledger, End end)
            throws IOException {
        writer.seal();
        for (Segment segment : List.copyOf(segments.all())) {
            segments.unlink(segment);
        }
        segments.moveStart(ledger.start());
        return new End(ledger.start().seq(), end.lastTime);
    }

    /**
     * Why the records from {@code end} to before {@code next} are in no file.
     *
     * @param gone whether the file is, too
     */
    private static List<Gap> lacking(Ledger ledger, long end, long next, boolean gone) {
        List<Gap> gaps = new ArrayList<>();
        Gap noted = ledger.lost();
        long notedFrom = noted == null ? next : Math.clamp(noted.from(), end, next);
        if (end < notedFrom) {
            GapReason reason = gone ? GapReason.MISSING : GapReason.CORRUPT;
            gaps.add(new Gap(end, notedFrom - 1, reason));
        }
        if (noted != null && notedFrom < next) {
            gaps.add(new Gap(notedFrom, next - 1, noted.reason()));
        }
        return gaps;
    }

    /** Where the last segment that has a record ends; those after it are set aside. */
    private static End endOf(Segments segments, SegmentWriter writer, Ledger ledger)
            throws IOException {
        Segment last = segments.last();
        while (last != null && last.form() == Segment.Form.PLAIN) {
            End end = endOfPlain(segments, last, writer, ledger);
            if (segments.isKept(last)) {
                return end;
            }
            last = segments.last();
        }
        return last == null
                ? new End(segments.start().seq(), Long.MIN_VALUE)
                : endOf(segments, last);
    }

    /** What the log lacks and does not say itself, from the first to the last; null for nothing. */
    @Nullable Gap unsaid() {
        return unrecorded.isEmpty()
                ? null
                : new Gap(
                        unrecorded.getFirst().from(),
                        unrecorded.getLast().to(),
                        unrecorded.getFirst().reason());
    }

    private static void dropIndexes(Segments segments) throws IOException {
        for (Segment segment : segments.all()) {
            segments.folder().delete(segment.indexName());
        }
    }

    /** Nobody knows how much of it had been synced, and all of it counts as durable from now on. */
    private static void sync(Segments segments) throws IOException {
        for (Segment segment : segments.all()) {
            if (segment.form() == Segment.Form.PLAIN) {
                try (LogFile file = segments.folder().open(segment.name())) {
                    file.sync();
                }
            }
        }
    }

    private static End endOfPlain(
            Segments segments, Segment last, SegmentWriter writer, Ledger ledger)
            throws IOException {
        Folder folder = segments.folder();
        LogFile file = folder.open(last.name());
        SegmentIndex index = null;
        try {
            long size = file.size();
            index = trueIndex(folder, last, file, size);
            SegmentScan scan = SegmentScan.from(file, size, index, lastEntry(index));
            while (scan.lastTime() == Long.MIN_VALUE && index.count() > 0) {
                // The last entry speaks of a line that is torn.
                index.keep(index.count() - 1);
                scan = SegmentScan.from(file, size, index, lastEntry(index));
            }
            long torn = size - scan.end();
            boolean closed = ledger.end() == Ledger.End.CLOSED;
            // A newline that was written into a record makes no number that was never given out.
            long next = closed ? Math.min(scan.next(), ledger.lastNext()) : scan.next();
            last.cut(scan.end(), next);
            End found = new End(next, scan.lastTime());
            if (closed && torn == 0 && scan.next() == ledger.lastNext()) {
                last.unseal();
                writer.resume(last, file, index, scan);
                return found;
            }
            index.seal(next, scan.lastTime(), scan.end());
            setAside(segments, last, torn);
            close(file, index);
            return found;
        } catch (IOException e) {
            close(file, index);
            throw e;
        }
    }

    private static void close(LogFile file, @Nullable SegmentIndex index) throws IOException {
        try (file) {
            if (index != null) {
                index.close();
            }
        }
    }

    private static void setAside(Segments segments, Segment last, long torn) throws IOException {
        Folder folder = segments.folder();
        if (torn > 0) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "{0}/{1} ends with {2,number,#} bytes of an unfinished line: they are left out.",
                    folder,
                    last.name(),
                    torn);
        }
        if (last.size() == 0) {
            if (torn > 0) {
                folder.rename(last.name(), last.name() + ".torn");
            } else {
                folder.delete(last.name());
            }
            folder.delete(last.indexName());
            segments.remove(last);
        }
    }

    /** The index without the entries that the segment does not confirm; a new one if need be. */
    private static SegmentIndex trueIndex(Folder folder, Segment segment, LogFile file, long size)
            throws IOException {
        SegmentIndex index = SegmentIndex.open(folder, segment.indexName(), segment.base());
        if (index == null) {
            return SegmentIndex.create(folder, segment.indexName(), segment.base());
        }
        try {
            int entries = index.count();
            while (entries > 0 && !speaksOfRecord(file, size, index.entry(entries - 1))) {
                entries--;
            }
            index.keep(entries);
            return index;
        } catch (IOException e) {
            index.close();
            throw e;
        }
    }

    private static boolean speaksOfRecord(LogFile file, long size, SegmentIndex.Entry entry)
            throws IOException {
        return entry.offset() < size && IndexLookup.isTrue(file, size, entry);
    }

    private static SegmentIndex.@Nullable Entry lastEntry(SegmentIndex index) throws IOException {
        return index.count() == 0 ? null : index.entry(index.count() - 1);
    }

    /** Where a segment of any form ends, by its last stretch. */
    private static End endOf(Segments segments, Segment segment) throws IOException {
        try (Stretches stretches = segments.open(segment)) {
            stretches.seek(Long.MAX_VALUE);
            long time = Long.MIN_VALUE;
            List<ReadResult> parts = stretches.read();
            if (parts == null && stretches.next() > segment.base()) {
                // An index tells where it was sealed: the stretch before that has the last record.
                stretches.seek(stretches.next() - 1);
                parts = stretches.read();
            }
            while (parts != null) {
                for (ReadResult part : parts) {
                    if (part instanceof ReadResult.Records(Batch batch)) {
                        time = batch.time(batch.count() - 1);
                    }
                }
                parts = stretches.read();
            }
            return new End(stretches.next(), time);
        }
    }
}
