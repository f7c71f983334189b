package dev.tailrace.log;

import dev.tailrace.model.Cri;
import dev.tailrace.model.Reasons;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Finds places in a segment by its index. An entry is believed only after the segment itself has
 * confirmed it; where the index of a sealed segment is missing or wrong, it is made again, and
 * where it cannot be made, reading starts at the segment's beginning. One thread at a time.
 */
final class IndexLookup implements Closeable {
    private static final System.Logger LOG = System.getLogger(IndexLookup.class.getName());

    private final Folder folder;
    private final Segment segment;
    private final LogFile file;
    private @Nullable SegmentIndex index;
    private boolean remade;

    /**
     * @param file the segment's, open for reading; the caller's to close
     */
    IndexLookup(Folder folder, Segment segment, LogFile file) throws IOException {
        this.folder = folder;
        this.segment = segment;
        this.file = file;
        this.index = SegmentIndex.openForReading(folder, segment.indexName(), segment.base());
    }

    /** The last indexed record at or before {@code seq}; null for the segment's beginning. */
    SegmentIndex.@Nullable Entry bySeq(long seq) throws IOException {
        return find(SegmentIndex.Entry::seq, seq);
    }

    /** The last indexed record at or before {@code time}; null for the segment's beginning. */
    SegmentIndex.@Nullable Entry byTime(long time) throws IOException {
        return find(SegmentIndex.Entry::time, time);
    }

    /** The first indexed record beyond {@code offset}; null if there is none, or none to trust. */
    SegmentIndex.@Nullable Entry after(long offset) throws IOException {
        SegmentIndex open = index;
        SegmentIndex.Entry entry = open == null ? null : open.after(offset);
        return entry != null && isTrue(file, segment.size(), entry) ? entry : null;
    }

    private SegmentIndex.@Nullable Entry find(ToLongFunction<SegmentIndex.Entry> key, long value)
            throws IOException {
        if (segment.size() == 0) {
            return null;
        }
        SegmentIndex open = index;
        SegmentIndex.Entry entry = open == null ? SegmentIndex.DAMAGED : open.floor(key, value);
        if (entry == null || isTrue(file, segment.size(), entry)) {
            return entry;
        }
        if (!segment.isSealed() || remade) {
            return null;
        }
        remake();
        return find(key, value);
    }

    private void remake() throws IOException {
        remade = true;
        close();
        // One reader makes it; another that misses it meanwhile waits here, and makes it as well.
        synchronized (segment) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "The index of {0}/{1} is missing or wrong: it is made again.",
                    folder,
                    segment.name());
            try {
                index = SegmentScan.rebuild(folder, segment, file);
            } catch (IOException e) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "The index of {0}/{1} cannot be made, so reading it is slow: {2}",
                        folder,
                        segment.name(),
                        Reasons.of(e));
            }
        }
    }

    /** Whether the record that the entry speaks of begins where it says, at the time it says. */
    static boolean isTrue(LogFile file, long size, SegmentIndex.Entry entry) throws IOException {
        if (entry.offset() < 0 || entry.offset() > size) {
            return false;
        }
        // One byte before it too: a record begins after a newline.
        int before = entry.offset() == 0 ? 0 : 1;
        ByteBuffer bytes = ByteBuffer.allocate(before + Cri.HEADER_BYTES);
        int length = file.readFully(bytes, entry.offset() - before);
        if (before == 1 && (length == 0 || bytes.get(0) != '\n')) {
            return false;
        }
        // The entry at the very end says where the segment was sealed, and speaks of no record.
        return entry.offset() == size
                ? entry.offset() > 0
                : Cri.isRecord(bytes.array(), before, length)
                        && Cri.timeAt(bytes.array(), before) == entry.time();
    }

    @Override
    public void close() throws IOException {
        SegmentIndex open = index;
        index = null;
        if (open != null) {
            open.close();
        }
    }
}
