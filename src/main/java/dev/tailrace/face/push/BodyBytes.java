package dev.tailrace.face.push;

import dev.tailrace.face.Refused;
import java.util.Arrays;

/**
 * A body, as far as it has come or is inflated. It takes from its request's share before it grows.
 * One thread at a time.
 */
final class BodyBytes {
    /** Most requests are small, and have no more than this from their first to their last byte. */
    private static final int FIRST_BYTES = 8 * 1024;

    private final PushLimits limits;
    private final InFlight.Share share;
    private byte[] bytes = new byte[0];
    private int length;

    BodyBytes(PushLimits limits, InFlight.Share share) {
        this.limits = limits;
        this.share = share;
    }

    /**
     * Adds what comes next.
     *
     * @throws Refused if it is too large, or all requests together are
     */
    void add(byte[] more) {
        add(more, more.length);
    }

    void add(byte[] more, int count) {
        if (length + (long) count > limits.maxBodyBytes()) {
            throw limits.tooLarge();
        }
        // One more, for the newline that the last line may lack.
        if (bytes.length < length + count + 1) {
            grow(length + count + 1);
        }
        System.arraycopy(more, 0, bytes, length, count);
        length += count;
    }

    private void grow(int least) {
        int capacity =
                Math.min(
                        Math.max(Math.max(FIRST_BYTES, least), bytes.length * 2),
                        limits.maxBodyBytes() + 1);
        if (!share.reserve(capacity - bytes.length)) {
            throw limits.tooMuchUnderWay();
        }
        bytes = Arrays.copyOf(bytes, capacity);
    }

    /** The array that it is in, from 0 on, with room for one byte more. */
    byte[] array() {
        return bytes.length == 0 ? new byte[1] : bytes;
    }

    int length() {
        return length;
    }

    /** Gives back what it takes: it is of no use any more. */
    void drop() {
        share.release(bytes.length);
        bytes = new byte[0];
        length = 0;
    }
}
