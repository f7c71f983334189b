package dev.tailrace.log;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Where a segment ends from whose middle on the records are written again, into the next one. What
 * it holds beyond that would be there twice, under wrong numbers once a damage before it has to be
 * counted around.
 *
 * <pre>
 *   | durable | not known to be | old segment, cut off here
 *             | the same again | more | new segment, named by this seq
 * </pre>
 *
 * The writer's.
 *
 * @param seq the record that the next segment begins with
 * @param offset the bytes before it
 */
record RewritePoint(Segment segment, long seq, long offset) {
    /** The point in the plain segment whose file goes on beyond {@code seq}; null without one. */
    static @Nullable RewritePoint at(Segments segments, long seq) throws IOException {
        Segment segment = segments.floor(seq - 1);
        if (segment == null || segment.form() != Segment.Form.PLAIN) {
            return null;
        }
        Folder folder = segments.folder();
        try (LogFile file = folder.openForReading(segment.name());
                IndexLookup index = new IndexLookup(folder, segment, file)) {
            long offset = offsetOf(segment, seq, file, index);
            return offset < file.size() ? new RewritePoint(segment, seq, offset) : null;
        }
    }

    private static long offsetOf(Segment segment, long seq, LogFile file, IndexLookup index)
            throws IOException {
        SegmentIndex.Entry entry = index.bySeq(seq);
        long offset = entry == null ? 0 : entry.offset();
        long next = entry == null ? segment.base() : entry.seq();
        while (next < seq) {
            Stretch stretch = Stretch.read(file, offset, segment.size(), Stretch.BYTES);
            if (stretch.scanned() == 0 || stretch.isDamaged()) {
                return segment.size();
            }
            int lines = (int) Math.min(stretch.lines(), seq - next);
            offset += stretch.endOf(lines);
            next += lines;
        }
        return offset;
    }

    /** Readers find no more than this in the segment from now on. */
    void show(Folder folder) throws IOException {
        segment.cut(offset, seq);
        SegmentIndex index = SegmentIndex.open(folder, segment.indexName(), segment.base());
        if (index != null) {
            try (index) {
                index.sealBefore(seq, offset);
            }
        }
    }

    /** Cuts the file off, when the records have been written again. */
    void cut(Folder folder) throws IOException {
        try (LogFile file = folder.open(segment.name())) {
            file.truncate(offset);
            file.sync();
        }
    }
}
