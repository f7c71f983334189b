package dev.tailrace.face;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes that grow, to write a wire format into. Confined to one thread. */
public final class WireBuffer {
    private static final int FIRST_BYTES = 16 * 1024;

    /** What is kept between uses is bounded: a page of records in its longest form is larger. */
    private static final int KEPT_BYTES = 1 << 20;

    private static final ThreadLocal<WireBuffer> OF_THREAD =
            ThreadLocal.withInitial(WireBuffer::new);

    private byte[] bytes = new byte[FIRST_BYTES];
    private int length;

    /** The calling thread's, empty. Not to be kept over a call that may ask for it too. */
    public static WireBuffer ofThread() {
        WireBuffer buffer = OF_THREAD.get();
        if (buffer.bytes.length > KEPT_BYTES) {
            buffer.bytes = new byte[FIRST_BYTES];
        }
        buffer.length = 0;
        return buffer;
    }

    /** Makes room for {@code more} bytes and returns the array to write them to. */
    byte[] room(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
        return bytes;
    }

    public int length() {
        return length;
    }

    /** Sets how much is in it, after writing to {@link #room} or to take something back. */
    void length(int bytes) {
        length = bytes;
    }

    public WireBuffer add(byte[] source, int from, int to) {
        int count = to - from;
        System.arraycopy(source, from, room(count), length, count);
        length += count;
        return this;
    }

    public WireBuffer add(byte[] source) {
        return add(source, 0, source.length);
    }

    public WireBuffer add(char ascii) {
        room(1)[length++] = (byte) ascii;
        return this;
    }

    public WireBuffer add(String text) {
        return add(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Adds a number that is not negative, in decimal digits. */
    public WireBuffer add(long number) {
        int digits = 1;
        for (long rest = number / 10; rest > 0; rest /= 10) {
            digits++;
        }
        byte[] target = room(digits);
        long rest = number;
        for (int at = length + digits - 1; at >= length; at--) {
            target[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length += digits;
        return this;
    }

    /** Replaces the byte at {@code index}. */
    public WireBuffer set(int index, char ascii) {
        bytes[index] = (byte) ascii;
        return this;
    }

    /** A copy of what is in it. */
    public byte[] toBytes() {
        return Arrays.copyOf(bytes, length);
    }
}
