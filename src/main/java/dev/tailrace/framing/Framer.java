package dev.tailrace.framing;

import dev.tailrace.model.Newline;
import java.util.Arrays;

/**
 * Cuts one origin's bytes into records, in memory bounded by the largest record. Confined to one
 * thread, its stream's ingest loop.
 *
 * <p>A line that is too long is cut at the end of a UTF-8 character where there is one within three
 * bytes, so that each part can be shown as text.
 */
public final class Framer {
    /** The least that a largest record may be: a cut must always make progress. */
    public static final int MIN_RECORD_BYTES = 64;

    /** A carry of this size stays allocated: most lines that a read cuts in two fit. */
    private static final int KEPT_CARRY_BYTES = 2048;

    private final int maxRecordBytes;
    private final RecordSink sink;
    private byte[] carry = new byte[0];
    private int carried;

    public Framer(int maxRecordBytes, RecordSink sink) {
        if (maxRecordBytes < MIN_RECORD_BYTES) {
            throw new IllegalArgumentException(
                    "a record of at most " + maxRecordBytes + " bytes: at least 64 are needed");
        }
        this.maxRecordBytes = maxRecordBytes;
        this.sink = sink;
    }

    /** Takes a chunk: hands on each line that it completes, and carries what is unfinished. */
    public void accept(byte[] bytes, int offset, int length) {
        int end = offset + length;
        int from = offset;
        while (from < end) {
            int newline = Newline.indexIn(bytes, from, end);
            if (newline < 0) {
                take(bytes, from, end, false);
                return;
            }
            take(bytes, from, newline, true);
            from = newline + 1;
        }
    }

    /** Hands on what is carried, as a record whose line goes on. */
    public void flush() {
        if (carried > 0) {
            emitCarry(carried, true);
        }
    }

    public boolean isCarrying() {
        return carried > 0;
    }

    /** How many of the last bytes it has been given are in no record yet. */
    public int carried() {
        return carried;
    }

    /** Takes the bytes of one line, or its beginning where it is not complete yet. */
    private void take(byte[] bytes, int from, int end, boolean complete) {
        int start = from;
        while (carried > 0 && carried + (end - start) > maxRecordBytes) {
            int room = maxRecordBytes - carried;
            append(bytes, start, room);
            start += room;
            emitCarry(wholeCharacters(carry, 0, carried), true);
        }
        if (carried > 0) {
            append(bytes, start, end - start);
            if (complete) {
                emitCarry(carried, false);
            }
            return;
        }
        while (end - start > maxRecordBytes) {
            int cut = wholeCharacters(bytes, start, start + maxRecordBytes);
            sink.record(bytes, start, cut - start, true);
            start = cut;
        }
        if (complete) {
            sink.record(bytes, start, end - start, false);
        } else {
            append(bytes, start, end - start);
        }
    }

    private void append(byte[] bytes, int from, int length) {
        if (carry.length < carried + length) {
            int doubled = Math.max(256, Math.max(carry.length * 2, carried + length));
            carry = Arrays.copyOf(carry, Math.min(doubled, maxRecordBytes));
        }
        System.arraycopy(bytes, from, carry, carried, length);
        carried += length;
    }

    private void emitCarry(int length, boolean partial) {
        sink.record(carry, 0, length, partial);
        carried -= length;
        if (carried > 0) {
            System.arraycopy(carry, length, carry, 0, carried);
        } else if (carry.length > KEPT_CARRY_BYTES) {
            carry = new byte[0];
        }
    }

    /** The largest end at most {@code to} that cuts no UTF-8 character; {@code to} if none does. */
    private static int wholeCharacters(byte[] bytes, int from, int to) {
        for (int back = 1; back <= 3 && to - back > from; back++) {
            int b = bytes[to - back] & 0xff;
            if (b < 0x80) {
                return to;
            }
            if (b >= 0xc0) {
                int length = b >= 0xf0 ? 4 : b >= 0xe0 ? 3 : 2;
                return length > back ? to - back : to;
            }
        }
        return to;
    }
}
