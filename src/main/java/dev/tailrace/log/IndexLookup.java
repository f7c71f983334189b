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
        SegmentIndex.Entry entry = confirmed(folder, segment, key, value);
        if (!SegmentIndex.DAMAGED.equals(entry)) {
            return entry;
        }
        return segment.isSealed() ? findInNew(folder, segment, key, value) : null;
    }

    /** What the index says; {@link SegmentIndex#DAMAGED} if it is missing or wrong. */
    private static SegmentIndex.@Nullable Entry confirmed(
            Folder folder, Segment segment, ToLongFunction<SegmentIndex.Entry> key, long value)
            throws IOException {
        try (SegmentIndex index = SegmentIndex.open(folder, segment.indexName(), segment.base())) {
            SegmentIndex.Entry entry =
                    index == null ? SegmentIndex.DAMAGED : index.floor(key, value);
            return entry == null || isTrue(folder, segment, entry) ? entry : SegmentIndex.DAMAGED;
        }
    }

    private static SegmentIndex.@Nullable Entry findInNew(
            Folder folder, Segment segment, ToLongFunction<SegmentIndex.Entry> key, long value)
            throws IOException {
        // One reader makes it; whoever missed it at the same time waits here and finds it.
        synchronized (segment) {
            SegmentIndex.Entry entry = confirmed(folder, segment, key, value);
            if (!SegmentIndex.DAMAGED.equals(entry)) {
                return entry;
            }
            LOG.log(
                    System.Logger.Level.WARNING,
                    "The index of {0}/{1} is missing or wrong: it is made again.",
                    folder,
                    segment.name());
            try (SegmentIndex index = SegmentScan.rebuild(folder, segment)) {
                return index.floor(key, value);
            } catch (IOException e) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "The index of {0}/{1} cannot be made, so reading it is slow: {2}",
                        folder,
                        segment.name(),
                        e.toString());
                return null;
            }
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
