package dev.tailrace.endtoend;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

/**
 * A client of server-sent events, of one stream or several: half an event is none, and the last id
 * says where it goes on.
 */
final class SseClient extends ReturningClient {
    private final String path;
    private final Map<String, LineCheck> checks;
    private String lastId = "";

    /**
     * @param path what it asks for at its first time and always
     * @param checks by the {@code stream} of a record; of a record without one, that of its only
     *     stream
     */
    SseClient(int port, String path, Map<String, LineCheck> checks, Random random) {
        super(port, random);
        this.path = path;
        this.checks = checks;
    }

    @Override
    String path() {
        return path;
    }

    @Override
    String[] headers() {
        return lastId.isEmpty()
                ? new String[] {"Accept: text/event-stream"}
                : new String[] {"Accept: text/event-stream", "Last-Event-ID: " + lastId};
    }

    @Override
    void read(InputStream body) throws IOException {
        String resumed = lastId.isEmpty() ? "start" : "exact";
        SseEvent.read(body, lastId, event -> take(event, resumed));
    }

    private void take(SseEvent event, String resumed) {
        switch (event.name()) {
            case "hello" -> {
                require(event.data().endsWith("\"resumed\":\"" + resumed + "\"}"), event);
                require(!event.data().contains("reset"), event);
            }
            case "end" -> require(event.data().contains("\"drain\""), event);
            default -> {
                require(event.name().equals("message"), event);
                if (event.isLine()) {
                    Entry.ofEvent(event.data()).forEach(entry -> checkOf(entry).take(entry));
                }
            }
        }
        lastId = event.lastId();
    }

    private LineCheck checkOf(Entry entry) {
        String stream = entry.json().path("stream").asText(checks.keySet().iterator().next());
        return Objects.requireNonNull(checks.get(stream), stream);
    }

    private void require(boolean holds, SseEvent event) {
        if (!holds) {
            throw new AssertionError("an event that nothing calls for: " + event);
        }
    }

    @Override
    Map<String, LineCheck> checks() {
        return checks;
    }
}
