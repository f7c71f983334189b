package dev.tailrace.terminal.wire;

import dev.tailrace.model.Newline;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Lines out of bytes that come in pieces; what is not whole waits for its end. One thread. */
public final class JsonLines {
    /** Is told of each line on the thread that brings the bytes, without its line feed. */
    @FunctionalInterface
    public interface Listener {
        void line(byte[] bytes, int from, int to);
    }

    private static final int FIRST_BYTES = 128 * 1024;

    private final Listener listener;
    private byte[] buffer = new byte[FIRST_BYTES];
    private int length;

    public JsonLines(Listener listener) {
        this.listener = listener;
    }

    /** Takes what has come. */
    public void take(ByteBuffer bytes) {
        int count = bytes.remaining();
        if (length + count > buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.max(2 * buffer.length, length + count));
        }
        bytes.get(buffer, length, count);
        int seen = length;
        length += count;
        int from = 0;
        for (int end = Newline.indexIn(buffer, seen, length);
                end >= 0;
                end = Newline.indexIn(buffer, from, length)) {
            listener.line(buffer, from, end);
            from = end + 1;
        }
        System.arraycopy(buffer, from, buffer, 0, length - from);
        length -= from;
    }
}
