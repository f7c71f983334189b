package dev.tailrace.terminal.wire;

import dev.tailrace.model.Newline;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Server-sent events out of bytes that come in pieces, cut anywhere. What is not whole waits for
 * its end, and is gone with the connection. Of the format it knows what a gateway sends: one line
 * of data an event, lines that end with a line feed. One thread.
 *
 * <pre>
 *   bytes --> buffer --line--> "data: {...}"  kept where it lies
 *                              "event: gap", "id: k3v9x2ab-12", "retry: 1243"  noted
 *                              ": refused (...)"  --> Listener
 *                              ""  the event is whole  --> Listener
 * </pre>
 */
public final class EventReader {
    /** Whoever reads is told by these methods, on the thread that brings the bytes. */
    public interface Listener {
        /** An event is whole. */
        void event(Event event);

        /** A line that is for people, or shows that the connection is there. */
        void comment(String text);
    }

    /** An event has about a page of a log, at most 1 MiB, escaped: six bytes for one. */
    private static final int MAX_EVENT_BYTES = 32 << 20;

    private static final int FIRST_BYTES = 256 * 1024;

    private final Listener listener;
    private byte[] buffer = new byte[FIRST_BYTES];
    private int length;

    /** Where the event begins that is not whole yet. */
    private int start;

    /** Where the line begins that is not whole yet. */
    private int line;

    /** Up to where no line ends. */
    private int seen;

    private String type = "";
    private @Nullable String id;
    private int dataFrom;
    private int dataTo;
    private long retryMillis = -1;

    public EventReader(Listener listener) {
        this.listener = listener;
    }

    /** How long the gateway wants a reader to wait that comes back; negative if it has not said. */
    public long retryMillis() {
        return retryMillis;
    }

    /** Takes what has come. */
    public void take(ByteBuffer bytes) {
        int count = bytes.remaining();
        makeRoom(count);
        bytes.get(buffer, length, count);
        length += count;
        while (true) {
            int end = Newline.indexIn(buffer, seen, length);
            if (end < 0) {
                seen = length;
                return;
            }
            seen = end + 1;
            line(line, end);
            line = seen;
        }
    }

    /** What has been told is thrown away where there is no room behind it. */
    private void makeRoom(int count) {
        if (length + count <= buffer.length) {
            return;
        }
        int kept = length - start;
        if (kept + count > MAX_EVENT_BYTES) {
            throw new IllegalArgumentException(
                    "an event of more than " + MAX_EVENT_BYTES + " bytes");
        }
        byte[] target =
                kept + count > buffer.length / 2
                        ? new byte[Math.max(2 * buffer.length, kept + count)]
                        : buffer;
        System.arraycopy(buffer, start, target, 0, kept);
        buffer = target;
        length = kept;
        line -= start;
        seen -= start;
        dataFrom -= start;
        dataTo -= start;
        start = 0;
    }

    private void line(int from, int to) {
        if (from == to) {
            whole();
            start = to + 1;
            return;
        }
        switch (buffer[from]) {
            case 'd' -> data(from, to);
            case 'i' -> id = value(from, to, "id: ");
            case 'e' -> type = String.valueOf(value(from, to, "event: "));
            case 'r' -> retryMillis = Long.parseLong(String.valueOf(value(from, to, "retry: ")));
            case ':' -> listener.comment(text(from + 1, to).strip());
            default -> throw new IllegalArgumentException("no event: " + text(from, to));
        }
    }

    private void data(int from, int to) {
        if (dataTo > dataFrom) {
            throw new IllegalArgumentException("an event with two lines of data");
        }
        dataFrom = from + "data: ".length();
        dataTo = to;
    }

    private String value(int from, int to, String field) {
        String text = text(from, to);
        if (!text.startsWith(field)) {
            throw new IllegalArgumentException("no event: " + text);
        }
        return text.substring(field.length());
    }

    private String text(int from, int to) {
        return new String(buffer, from, to - from, StandardCharsets.UTF_8);
    }

    private void whole() {
        boolean some = dataTo > dataFrom || id != null;
        Event event = new Event(type, id, buffer, dataFrom, dataTo);
        type = "";
        id = null;
        dataFrom = 0;
        dataTo = 0;
        if (some) {
            listener.event(event);
        }
    }
}
