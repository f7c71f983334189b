package dev.tailrace.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** One connection: the head of its response, then lines. Confined to the reading thread. */
final class Subscriber {
    private static final String HEAD_END = "\r\n\r\n";

    private final Tally tally;
    private final boolean sampled;
    private final StringBuilder head = new StringBuilder();
    private final Marks marks = new Marks(this::line);
    private final ChunkedBody body = new ChunkedBody(marks);
    private boolean inBody;
    private boolean open;
    private long next;
    private long now;

    /**
     * @param sampled whether latencies are taken
     */
    Subscriber(Tally tally, boolean sampled) {
        this.tally = tally;
        this.sampled = sampled;
    }

    /** Whether the body has begun, and with it what this subscriber is to get. */
    boolean isOpen() {
        return open;
    }

    /** The number of the line that comes next. */
    long next() {
        return next;
    }

    /**
     * Takes what was read.
     *
     * @param nanos when that was, as {@link System#nanoTime}
     * @throws IOException if it is no stream of lines
     */
    void accept(byte[] bytes, int length, long nanos) throws IOException {
        now = nanos;
        int from = inBody ? 0 : head(bytes, length);
        if (from < length) {
            open = true;
            body.accept(bytes, from, length);
        }
    }

    /** Takes the head as far as it is here; returns where the body begins. */
    private int head(byte[] bytes, int length) throws IOException {
        int before = head.length();
        head.append(new String(bytes, 0, length, StandardCharsets.ISO_8859_1));
        int end = head.indexOf(HEAD_END, Math.max(0, before - HEAD_END.length()));
        if (end < 0) {
            return length;
        }
        String text = head.substring(0, end);
        if (!text.startsWith("HTTP/1.1 200") || !text.contains("chunked")) {
            throw new IOException("not a stream: " + text);
        }
        inBody = true;
        return end + HEAD_END.length() - before;
    }

    private void line(long nanos, long number) {
        tally.delivered(number, next);
        tally.readAt(now);
        if (sampled) {
            tally.took(now - nanos);
        }
        next = Math.max(next, number + 1);
    }
}
