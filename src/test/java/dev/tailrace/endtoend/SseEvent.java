package dev.tailrace.endtoend;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** A server-sent event as a browser dispatches it (WHATWG HTML, 9.2.6). */
record SseEvent(String name, String lastId, String data) {
    /** Hands on events until the body ends, cleanly or not; half an event is none. */
    static void read(InputStream body, String lastId, Consumer<SseEvent> to) throws IOException {
        read(body, lastId, to, _ -> {});
    }

    /** Hands on, too, in how many ms the gateway wants the client back. */
    static void read(InputStream body, String lastId, Consumer<SseEvent> to, IntConsumer retry)
            throws IOException {
        String id = lastId;
        String name = "message";
        StringBuilder data = new StringBuilder();
        for (String line = line(body); line != null; line = line(body)) {
            String value = line.substring(line.indexOf(':') + 1).replaceFirst("^ ", "");
            if (line.isEmpty()) {
                if (!data.isEmpty() || !id.equals(lastId)) {
                    to.accept(new SseEvent(name, id, data.toString()));
                }
                name = "message";
                data.setLength(0);
            } else if (line.startsWith("id:")) {
                id = value;
            } else if (line.startsWith("event:")) {
                name = value;
            } else if (line.startsWith("retry:")) {
                retry.accept(Integer.parseInt(value));
            } else if (line.startsWith("data:")) {
                data.append(value);
            }
        }
    }

    /** All events of a body that ends cleanly. */
    static List<SseEvent> all(InputStream body) throws IOException {
        List<SseEvent> events = new ArrayList<>();
        read(body, "", events::add);
        return events;
    }

    /** A line that ends; null if none does any more. */
    static @Nullable String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                return null;
            }
            line.write(c);
        }
        return line.toString(StandardCharsets.UTF_8);
    }

    /** A line, and not one of the named events. */
    boolean isLine() {
        return name.equals("message") && !data.isEmpty();
    }
}
