package dev.tailrace.source.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tailrace.model.Newline;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts the body of {@code /events} into its JSON objects, one a line, however it comes in. Confined
 * to one thread.
 */
final class EventLines {
    /** An event has a container's labels in it, which have no bound; one beyond this is refused. */
    private static final int MAX_BYTES = 1 << 20;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    /**
     * Takes the body's next bytes.
     *
     * @return the events that are complete with these
     * @throws EngineException if they are not of such a body
     */
    List<ContainerEvent> accept(byte[] bytes) {
        List<ContainerEvent> events = new ArrayList<>();
        int from = 0;
        for (int newline; (newline = Newline.indexIn(bytes, from, bytes.length)) >= 0; ) {
            line.write(bytes, from, newline - from);
            from = newline + 1;
            if (line.size() > 0) {
                events.add(ContainerEvent.of(read(line.toByteArray())));
            }
            line.reset();
        }
        line.write(bytes, from, bytes.length - from);
        if (line.size() > MAX_BYTES) {
            throw new EngineException("an event of it is longer than " + MAX_BYTES + " bytes");
        }
        return events;
    }

    private static JsonNode read(byte[] json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new EngineException("an event of it is not JSON: " + e.getMessage());
        }
    }
}
