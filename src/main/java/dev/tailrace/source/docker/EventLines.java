package dev.tailrace.source.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tailrace.model.Newline;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.function.Consumer;

/**
 * Cuts the body of {@code /events} into its JSON objects, one a line, however it comes in. Confined
 * to one thread.
 */
final class EventLines {
    /** An event has a container's labels in it, which have no bound; one beyond this is refused. */
    private static final int MAX_BYTES = 1 << 20;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Consumer<JsonNode> events;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    EventLines(Consumer<JsonNode> events) {
        this.events = events;
    }

    /**
     * Takes the body's next bytes.
     *
     * @throws EngineException if they are not of such a body
     */
    void accept(byte[] bytes) {
        int from = 0;
        for (int newline; (newline = Newline.indexIn(bytes, from, bytes.length)) >= 0; ) {
            line.write(bytes, from, newline - from);
            from = newline + 1;
            read();
        }
        line.write(bytes, from, bytes.length - from);
        if (line.size() > MAX_BYTES) {
            throw new EngineException("an event of it is longer than " + MAX_BYTES + " bytes");
        }
    }

    private void read() {
        byte[] json = line.toByteArray();
        line.reset();
        if (json.length == 0) {
            return;
        }
        try {
            events.accept(JSON.readTree(json));
        } catch (IOException e) {
            throw new EngineException("an event of it is not JSON: " + e.getMessage());
        }
    }
}
