package dev.tailrace.face;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code text/event-stream} by the steps of WHATWG HTML, 9.2.6, and is strict beyond them:
 * fields that browsers ignore, and events that are not whole, are errors.
 */
final class EventStream {
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * @param lastId the last event ID after it, as a browser would send it
     */
    record Event(String type, String data, String lastId) {
        JsonNode json() throws IOException {
            return JSON.readTree(data);
        }
    }

    final List<String> comments = new ArrayList<>();
    private final InputStream in;
    private final StringBuilder data = new StringBuilder();
    private String type = "";
    private String lastId = "";
    private long retry = -1;
    private boolean afterReturn;

    EventStream(InputStream in) {
        this.in = in;
    }

    /** The reconnection time in ms, -1 if none has come. */
    long retry() {
        return retry;
    }

    /** What a browser would send on coming back. */
    String lastId() {
        return lastId;
    }

    /** The next event, or null at the end of the stream. */
    @Nullable Event next() throws IOException {
        for (String line = line(); line != null; line = line()) {
            if (line.isEmpty()) {
                Event event = dispatched();
                if (event != null) {
                    return event;
                }
            } else {
                take(line);
            }
        }
        if (!data.isEmpty() || !type.isEmpty()) {
            throw new IOException("an event is not whole at the end: " + type + " " + data);
        }
        return null;
    }

    /** Reads on up to the next comment; an event before it is an error. */
    void awaitComment() throws IOException {
        int before = comments.size();
        while (comments.size() == before) {
            takeSilent();
        }
    }

    /** Reads on up to the next id; an event before it is an error. */
    void awaitId() throws IOException {
        String before = lastId;
        while (lastId.equals(before)) {
            takeSilent();
        }
    }

    private void takeSilent() throws IOException {
        String line = line();
        if (line == null || (!line.isEmpty() && !line.startsWith(":") && !line.startsWith("id:"))) {
            throw new IOException("not silent: " + line);
        }
        if (!line.isEmpty()) {
            take(line);
        }
    }

    /** All that comes up to the end. */
    List<Event> rest() throws IOException {
        List<Event> events = new ArrayList<>();
        for (Event event = next(); event != null; event = next()) {
            events.add(event);
        }
        return events;
    }

    private @Nullable Event dispatched() throws IOException {
        if (data.isEmpty()) {
            if (!type.isEmpty()) {
                throw new IOException("an event of type " + type + " has no data");
            }
            return null;
        }
        data.setLength(data.length() - 1);
        Event event = new Event(type.isEmpty() ? "message" : type, data.toString(), lastId);
        data.setLength(0);
        type = "";
        return event;
    }

    private void take(String line) throws IOException {
        if (line.startsWith(":")) {
            comments.add(line.substring(1).strip());
            return;
        }
        int colon = line.indexOf(": ");
        if (colon < 0) {
            throw new IOException("no field: " + line);
        }
        String value = line.substring(colon + 2);
        switch (line.substring(0, colon)) {
            case "event" -> type = value;
            case "data" -> data.append(value).append('\n');
            case "id" -> {
                if (!value.matches("[A-Za-z0-9-]{1,40}|m-[A-Za-z0-9_-]*")) {
                    throw new IOException("an id that browsers do not send as it is: " + value);
                }
                lastId = value;
            }
            case "retry" -> {
                if (!value.matches("[0-9]+")) {
                    throw new IOException("retry: " + value);
                }
                retry = Long.parseLong(value);
            }
            default -> throw new IOException("unknown field: " + line);
        }
    }

    /** The next line: CRLF, LF and a lone CR end one; null at the end. */
    private @Nullable String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b >= 0; b = in.read()) {
            boolean second = afterReturn && b == '\n';
            afterReturn = b == '\r';
            if (second) {
                continue;
            }
            if (b == '\n' || b == '\r') {
                return UTF_8.newDecoder().decode(ByteBuffer.wrap(line.toByteArray())).toString();
            }
            line.write(b);
        }
        if (line.size() > 0) {
            throw new IOException("a line is not whole at the end: " + line);
        }
        return null;
    }
}
