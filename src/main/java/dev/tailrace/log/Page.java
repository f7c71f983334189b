package dev.tailrace.log;

import dev.tailrace.model.Batch;
import dev.tailrace.model.Cri;
import dev.tailrace.model.Newline;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A stretch of a segment in memory, cut into records: as many whole ones as follow each other
 * undamaged. Confined to whoever reads it.
 */
final class Page {
    /** Twice the distance of index entries: one read finds any record and some that follow it. */
    static final int BYTES = 128 * 1024;

    private final byte[] bytes;
    private final int limit;
    private int[] ends = new int[BYTES / 160];
    private int count;
    private int scanned;
    private boolean damaged;

    private Page(byte[] bytes, int limit) {
        this.bytes = bytes;
        this.limit = limit;
        cut();
    }

    /**
     * Reads a page at {@code offset}, of {@link #BYTES} or as much more as its first record needs.
     *
     * @param size how many bytes of the file may be read at all
     */
    static Page read(LogFile file, long offset, long size) throws IOException {
        int capacity = BYTES;
        while (true) {
            byte[] bytes = new byte[(int) Math.min(capacity, Math.max(0, size - offset))];
            int length = file.readFully(ByteBuffer.wrap(bytes), offset);
            Page page = new Page(bytes, length);
            boolean all = offset + length >= size || length < bytes.length;
            if (page.scanned > 0 || all || capacity > Integer.MAX_VALUE / 4) {
                return page;
            }
            capacity *= 4;
        }
    }

    private void cut() {
        int from = 0;
        while (from < limit) {
            int newline = Newline.indexIn(bytes, from, limit);
            if (newline < 0) {
                return;
            }
            if (!Cri.isRecord(bytes, from, newline)) {
                damaged = true;
                scanned = count == 0 ? newline + 1 : from;
                return;
            }
            if (count == ends.length) {
                ends = Arrays.copyOf(ends, count * 2);
            }
            from = newline + 1;
            ends[count++] = from;
            scanned = from;
        }
    }

    /** How many whole records there are. */
    int count() {
        return count;
    }

    /** How many bytes they take; if there is none but {@link #isDamaged()}, the damaged line's. */
    int scanned() {
        return scanned;
    }

    /** Whether the line after the records, or the first, is no record. */
    boolean isDamaged() {
        return damaged;
    }

    /**
     * The records from the one numbered {@code from} on; the page's first has the seq {@code seq}.
     */
    Batch records(int from, long seq) {
        return new Batch(bytes, ends, 0, from, count, seq + from, null);
    }

    /** Where the record begins, in bytes from the page's beginning. */
    int start(int record) {
        return record == 0 ? 0 : ends[record - 1];
    }

    /** The record's time in nanoseconds since 1970. */
    long time(int record) {
        return Cri.timeAt(bytes, start(record));
    }
}
