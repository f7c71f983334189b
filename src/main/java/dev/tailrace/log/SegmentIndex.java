package dev.tailrace.log;

import dev.tailrace.model.Reasons;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The sparse index of one segment: a file of fixed entries, searched where it lies, so that it
 * costs no memory however long a stream's history is.
 *
 * <pre>
 *   8 bytes magic "TRIDX\0\0\2" | 8 bytes base seq | 16 bytes reserved
 *   then for every 64 KiB or more of the segment, and for its end when it is sealed:
 *   8 bytes seq | 8 bytes time, ns since 1970 | 8 bytes offset | 8 bytes CRC-32C of these
 * </pre>
 *
 * It is derived: a reader that finds it missing or wrong rebuilds it from the segment. The log's
 * writer writes, any thread reads.
 */
final class SegmentIndex implements Closeable {
    /**
     * What one entry says: the record {@code seq} of time {@code time} begins at {@code offset}.
     */
    record Entry(long seq, long time, long offset) {}

    private static final System.Logger LOG = System.getLogger(SegmentIndex.class.getName());

    /** How far apart entries are at least: what a reader scans to find a record. */
    static final int INTERVAL_BYTES = 64 * 1024;

    /** Stands for an entry whose checksum is wrong: no segment confirms it. */
    static final Entry DAMAGED = new Entry(-1, -1, -1);

    private static final long MAGIC = 0x5452_4944_5800_0002L;
    private static final int ENTRY_BYTES = 32;
    private static final int HEADER_BYTES = 32;

    private final LogFile file;
    private final long base;
    private long size;
    private long lastOffset;

    private SegmentIndex(LogFile file, long base, long size) {
        this.file = file;
        this.base = base;
        this.size = size;
    }

    /**
     * A new, empty index in place of whatever was there. Its header is written with the first
     * entry: making one takes a name, which a full disk can still give, and not a byte.
     */
    static SegmentIndex create(Folder folder, String name, long base) throws IOException {
        folder.delete(name);
        return new SegmentIndex(folder.create(name), base, HEADER_BYTES);
    }

    /** The index that is there, or null if there is none that can be that of {@code base}. */
    static @Nullable SegmentIndex open(Folder folder, String name, long base) throws IOException {
        return folder.exists(name) ? checked(folder.open(name), base) : null;
    }

    /** As {@link #open}, for a reader. */
    static @Nullable SegmentIndex openForReading(Folder folder, String name, long base)
            throws IOException {
        try {
            return checked(folder.openForReading(name), base);
        } catch (FileSystemException e) {
            if (Folder.isNoFile(e)) {
                return null;
            }
            throw e;
        }
    }

    private static @Nullable SegmentIndex checked(LogFile file, long base) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
        try {
            if (file.readFully(header, 0) < HEADER_BYTES
                    || header.getLong(0) != MAGIC
                    || header.getLong(8) != base) {
                file.close();
                return null;
            }
            long entries = (file.size() - HEADER_BYTES) / ENTRY_BYTES;
            return new SegmentIndex(file, base, HEADER_BYTES + entries * ENTRY_BYTES);
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    /** The seq of the segment's first record. */
    long base() {
        return base;
    }

    /** Adds the record, unless the entry before it is too near. In rising order, by one thread. */
    void addIfDue(long seq, long time, long offset) {
        if (count() == 0 || offset - lastOffset >= INTERVAL_BYTES) {
            add(seq, time, offset);
        }
    }

    /**
     * Adds the end of a segment: {@code seq} is that after its last record, {@code lastTime} the
     * last one's, {@code offset} the segment's size.
     */
    void seal(long seq, long lastTime, long offset) {
        if (offset > lastOffset) {
            // Later than the last record, so that a search for its time does not end here.
            add(seq, lastTime + 1, offset);
        }
    }

    private void add(long seq, long time, long offset) {
        ByteBuffer bytes = ByteBuffer.allocate(HEADER_BYTES + ENTRY_BYTES);
        bytes.putLong(MAGIC).putLong(base).position(HEADER_BYTES);
        bytes.putLong(seq).putLong(time).putLong(offset);
        bytes.putLong(checksum(bytes, HEADER_BYTES)).flip();
        int headerToo = count() == 0 ? 0 : HEADER_BYTES;
        try {
            file.write(bytes.position(headerToo), size - HEADER_BYTES + headerToo);
            size += ENTRY_BYTES;
            lastOffset = offset;
        } catch (IOException e) {
            // It is derived: records are not lost for want of it, and readers do with less of it.
            LOG.log(
                    System.Logger.Level.DEBUG,
                    "An entry of the index of the segment {0,number,#} was not written: {1}",
                    base,
                    Reasons.of(e));
        }
    }

    /** Keeps the first {@code entries} entries alone. */
    void keep(int entries) throws IOException {
        size = HEADER_BYTES + (long) entries * ENTRY_BYTES;
        file.truncate(size);
        lastOffset = entries == 0 ? 0 : entry(entries - 1).offset;
    }

    /** As {@link #seal}, where it had been sealed farther on, and the last time is not known. */
    void sealBefore(long seq, long offset) throws IOException {
        int entries = count();
        while (entries > 0 && entry(entries - 1).offset >= offset) {
            entries--;
        }
        keep(entries);
        // Later than any: a search by time comes to the entry before it, and reads from there.
        seal(seq, Long.MAX_VALUE - 1, offset);
    }

    private static long checksum(ByteBuffer bytes, int entryAt) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes.slice(entryAt, ENTRY_BYTES - Long.BYTES));
        return checksum.getValue();
    }

    int count() {
        return (int) ((size - HEADER_BYTES) / ENTRY_BYTES);
    }

    /** The entry, or {@link #DAMAGED}. */
    Entry entry(int number) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(ENTRY_BYTES);
        long at = HEADER_BYTES + (long) number * ENTRY_BYTES;
        if (file.readFully(bytes, at) < ENTRY_BYTES) {
            throw new IOException("index entry " + number + " is cut off");
        }
        return entryIn(bytes);
    }

    private static Entry entryIn(ByteBuffer bytes) {
        if (bytes.getLong(ENTRY_BYTES - Long.BYTES) != checksum(bytes, 0)) {
            return DAMAGED;
        }
        return new Entry(bytes.getLong(0), bytes.getLong(8), bytes.getLong(16));
    }

    /**
     * The last entry whose {@code key} is at most {@code value}, or null if none is; {@link
     * #DAMAGED} if the way there leads over one that is.
     */
    @Nullable Entry floor(ToLongFunction<Entry> key, long value) throws IOException {
        int above = firstAbove(key, value);
        return above == 0 ? null : above < 0 ? DAMAGED : entry(above - 1);
    }

    /** Takes note of entries that have been added. */
    void refresh() throws IOException {
        if (size < file.size()) {
            size = HEADER_BYTES + (file.size() - HEADER_BYTES) / ENTRY_BYTES * ENTRY_BYTES;
        }
    }

    /** The number of the last entry at or before {@code seq}; negative if none tells that. */
    int numberOf(long seq) throws IOException {
        return firstAbove(Entry::seq, seq) - 1;
    }

    /** The entries from number {@code from} on, {@code most} at most, in one read. */
    List<Entry> entries(int from, int most) throws IOException {
        int wanted = Math.max(0, Math.min(most, count() - from));
        ByteBuffer bytes = ByteBuffer.allocate(wanted * ENTRY_BYTES);
        int read = file.readFully(bytes, HEADER_BYTES + (long) from * ENTRY_BYTES) / ENTRY_BYTES;
        List<Entry> entries = new ArrayList<>(read);
        for (int i = 0; i < read; i++) {
            entries.add(entryIn(bytes.slice(i * ENTRY_BYTES, ENTRY_BYTES)));
        }
        return entries;
    }

    /** The first entry beyond {@code offset}; null if there is none, or it is damaged. */
    @Nullable Entry after(long offset) throws IOException {
        refresh();
        int above = firstAbove(Entry::offset, offset);
        return above < 0 || above == count() ? null : entry(above);
    }

    /** The number of the first entry whose {@code key} is more; -1 if one on the way is damaged. */
    private int firstAbove(ToLongFunction<Entry> key, long value) throws IOException {
        int low = 0;
        int high = count();
        while (low < high) {
            int middle = (low + high) >>> 1;
            Entry entry = entry(middle);
            if (entry.equals(DAMAGED)) {
                return -1;
            }
            if (key.applyAsLong(entry) <= value) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
