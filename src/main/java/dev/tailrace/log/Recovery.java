package dev.tailrace.log;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Finds out where a log ended, from its files alone, and prepares it to be written on.
 *
 * <pre>
 *   last segment ends with a whole line   -> it is written on
 *   ends in the middle of a line (torn)   -> it is sealed before that line; a new segment follows
 *   holds nothing but a torn line         -> it is set aside as *.torn
 * </pre>
 *
 * A torn line was never seen by any reader: records are published only after they are written.
 *
 * @param next the seq of the record that will be written next
 * @param lastTime the newest record's time in ns since 1970, 0 without one
 * @param tornBytes how many bytes of an unfinished line a crash left behind
 */
record Recovery(long next, long lastTime, long tornBytes) {
    private static final System.Logger LOG = System.getLogger(Recovery.class.getName());

    static Recovery recover(Segments segments, SegmentWriter writer) throws IOException {
        Segment last = segments.last();
        if (last == null) {
            return new Recovery(0, 0, 0);
        }
        Folder folder = segments.folder();
        LogFile file = folder.open(last.name());
        long size = file.size();
        SegmentIndex index = trueIndex(folder, last, file, size);
        SegmentScan scan = SegmentScan.from(file, size, index, lastEntry(index));
        long torn = size - scan.end();
        if (torn == 0) {
            last.size(size);
            last.unseal();
            writer.resume(last, file, index);
        } else {
            file.close();
            index.close();
            setAside(segments, last, scan, torn);
        }
        return new Recovery(scan.next(), Math.max(0, lastTime(segments, last, scan)), torn);
    }

    private static void setAside(Segments segments, Segment last, SegmentScan scan, long torn)
            throws IOException {
        LOG.log(
                System.Logger.Level.WARNING,
                "{0}/{1} ends with {2} bytes of an unfinished line: they are left out.",
                segments.folder(),
                last.name(),
                torn);
        last.size(scan.end());
        if (scan.end() == 0) {
            segments.folder().rename(last.name(), last.name() + ".torn");
            segments.folder().delete(last.indexName());
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
        int entries = index.count();
        while (entries > 0 && !IndexLookup.isTrue(file, size, index.entry(entries - 1))) {
            entries--;
        }
        index.keep(entries);
        return index;
    }

    private static SegmentIndex.@Nullable Entry lastEntry(SegmentIndex index) throws IOException {
        return index.count() == 0 ? null : index.entry(index.count() - 1);
    }

    /** The newest record's time: the last segment may be empty, then the one before it tells. */
    private static long lastTime(Segments segments, Segment last, SegmentScan scan)
            throws IOException {
        long time = scan.lastTime();
        Segment before = segments.before(last.base());
        while (time == Long.MIN_VALUE && before != null) {
            SegmentIndex.Entry entry = IndexLookup.bySeq(segments.folder(), before, Long.MAX_VALUE);
            try (LogFile file = segments.folder().openForReading(before.name())) {
                time = timeAtEnd(file, before, entry);
            }
            before = segments.before(before.base());
        }
        return time;
    }

    private static long timeAtEnd(LogFile file, Segment segment, SegmentIndex.@Nullable Entry entry)
            throws IOException {
        long offset = entry == null ? 0 : entry.offset();
        long time = Long.MIN_VALUE;
        Page page = Page.read(file, offset, segment.size());
        while (page.scanned() > 0) {
            time = page.count() > 0 ? page.time(page.count() - 1) : time;
            offset += page.scanned();
            page = Page.read(file, offset, segment.size());
        }
        return time;
    }
}
