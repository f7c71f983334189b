package dev.tailrace.face;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The formats of a log, and how a client reads the lines out of each. */
enum Form {
    TEXT("text/plain"),
    NDJSON("application/x-ndjson"),
    SSE("text/event-stream");

    private static final ObjectMapper JSON = new ObjectMapper();

    final String mediaType;

    Form(String mediaType) {
        this.mediaType = mediaType;
    }

    String accept() {
        return "Accept: " + mediaType;
    }

    /** The texts of the lines in {@code body}, and of nothing else that is there. */
    List<String> lines(String body) throws IOException {
        return switch (this) {
            case TEXT -> body.lines().toList();
            case NDJSON, SSE -> {
                List<String> lines = new ArrayList<>();
                for (JsonNode object : objects(body)) {
                    if (object.has("line")) {
                        lines.add(object.get("line").asText());
                    }
                }
                yield lines;
            }
        };
    }

    /** The objects in a body of NDJSON, or the data of all events. */
    List<JsonNode> objects(String body) throws IOException {
        List<JsonNode> objects = new ArrayList<>();
        if (this == NDJSON) {
            for (String line : body.lines().toList()) {
                objects.add(JSON.readTree(line));
            }
        } else {
            for (EventStream.Event event : events(body)) {
                objects.add(event.json());
            }
        }
        return objects;
    }

    /** Events come with comments between them where the gateway has paused for a heartbeat. */
    static String withoutHeartbeats(String body) {
        return body.replaceAll("(?m)^:\n\n", "");
    }

    static List<EventStream.Event> events(String body) throws IOException {
        return new EventStream(new ByteArrayInputStream(body.getBytes(UTF_8))).rest();
    }
}
