package dev.tailrace.log;

import dev.tailrace.model.Cri;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Finds a place near a record in a segment. An index is believed only after the segment itself has
 * confirmed what it says; where it is missing or wrong, it is made again. Any thread.
 */
final class IndexLookup {
    private static final System.Logger LOG = System.getLogger(IndexLookup.class.getName());

    private IndexLookup() {}

    /** The last indexed record at or before {@code seq}; null for the segment's beginning. */
    static SegmentIndex.@Nullable Entry bySeq(Folder folder, Segment segment, long seq)
            throws IOException {
        return find(folder, segment, SegmentIndex.Entry::seq, seq);
    }

    /** The last indexed record at or before {@code time}; null for the segment's beginning. */
    static SegmentIndex.@Nullable Entry byTime(Folder folder, Segment segment, long time)
            throws IOException {
        return find(folder, segment, SegmentIndex.Entry::time, time);
    }

    private static SegmentIndex.@Nullable Entry find(
            Folder folder, Segment segment, ToLongFunction<SegmentIndex.Entry> key, long value)
            throws IOException {
        if (segment.size() == 0) {
            return null;
        }
        try (SegmentIndex index = SegmentIndex.open(folder, segment.indexName(), segment.base())) {
            SegmentIndex.Entry entry = index == null ? null : index.floor(key, value);
            if (index != null && (entry == null || isTrue(folder, segment, entry))) {
                return entry;
            }
        }
        if (!segment.isSealed()) {
            return null;
        }
        LOG.log(
                System.Logger.Level.WARNING,
                "The index of {0}/{1} is missing or wrong: it is made again.",
                folder,
                segment.name());
        try (SegmentIndex index = SegmentScan.rebuild(folder, segment)) {
            return index.floor(key, value);
        }
    }

    private static boolean isTrue(Folder folder, Segment segment, SegmentIndex.Entry entry)
            throws IOException {
        try (LogFile file = folder.openForReading(segment.name())) {
            return isTrue(file, segment.size(), entry);
        }
    }

    /** Whether the record that the entry speaks of begins where it says, at the time it says. */
    static boolean isTrue(LogFile file, long size, SegmentIndex.Entry entry) throws IOException {
        if (entry.offset() < 0 || entry.offset() > size - Cri.HEADER_BYTES) {
            return false;
        }
        // One byte before it too: a record begins after a newline.
        int before = entry.offset() == 0 ? 0 : 1;
        ByteBuffer bytes = ByteBuffer.allocate(before + Cri.HEADER_BYTES);
        file.readFully(bytes, entry.offset() - before);
        return (before == 0 || bytes.get(0) == '\n')
                && Cri.isRecord(bytes.array(), before, bytes.position())
                && Cri.timeAt(bytes.array(), before) == entry.time();
    }
}
