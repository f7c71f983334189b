package dev.tailrace.load;

import java.io.IOException;

/** A body in chunks (RFC 9112, 7.1), however reads cut it. Confined to the reading thread. */
final class ChunkedBody {
    private enum Within {
        SIZE,
        DATA,
        DATA_END
    }

    private final Marks marks;
    private Within within = Within.SIZE;
    private int left;

    ChunkedBody(Marks marks) {
        this.marks = marks;
    }

    /** Takes {@code bytes[from..to)}, and hands on the data that is in it. */
    void accept(byte[] bytes, int from, int to) throws IOException {
        int at = from;
        while (at < to) {
            if (within == Within.DATA) {
                int count = Math.min(left, to - at);
                marks.accept(bytes, at, at + count);
                at += count;
                left -= count;
                if (left == 0) {
                    within = Within.DATA_END;
                }
            } else {
                framing(bytes[at++]);
            }
        }
    }

    private void framing(byte b) throws IOException {
        if (b == '\r') {
            return;
        }
        if (b != '\n') {
            int digit = Character.digit(b, 16);
            if (within != Within.SIZE || digit < 0) {
                throw new IOException("not a chunk: byte " + b);
            }
            left = left << 4 | digit;
        } else if (within == Within.DATA_END) {
            within = Within.SIZE;
        } else if (left > 0) {
            within = Within.DATA;
        }
    }
}
