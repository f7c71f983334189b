package dev.tailrace.endtoend;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Objects;

/** A record as a client has it; those of the gateway have the origin {@code system}. */
record Entry(long seq, String time, String origin, boolean partial, JsonNode json) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * A record's object.
     *
     * @throws IllegalStateException if it is something else, such as a gap
     */
    static Entry of(String text) {
        try {
            JsonNode json = JSON.readTree(text);
            JsonNode record = json.has("state") && json.size() == 1 ? json.get("state") : json;
            if (!record.has("seq")) {
                throw new IllegalStateException("no record: " + text);
            }
            return new Entry(
                    record.get("seq").asLong(),
                    record.get("time").asText(),
                    record.path("origin").asText("system"),
                    record.path("partial").asBoolean(),
                    record);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("not JSON: " + text, e);
        }
    }

    /** All records of an NDJSON body; an announced ending is passed over. */
    static List<Entry> ofNdjson(byte[] body) {
        return new String(body, StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.startsWith("{\"end\":"))
                .map(Entry::of)
                .toList();
    }

    /** The records of an SSE event, which has one, or a batch of them. */
    static List<Entry> ofEvent(String data) {
        try {
            JsonNode json = JSON.readTree(data);
            return json.has("lines")
                    ? json.get("lines").valueStream().map(line -> of(line.toString())).toList()
                    : List.of(of(data));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("not JSON: " + data, e);
        }
    }

    byte[] content() {
        if (json.has("bytes")) {
            return Base64.getDecoder().decode(json.get("bytes").asText());
        }
        return Objects.requireNonNull(json.get("line"), json::toString)
                .asText()
                .getBytes(StandardCharsets.UTF_8);
    }

    String text() {
        return new String(content(), StandardCharsets.UTF_8);
    }

    /** The producer's bytes again, of one origin: a part goes on in the next. */
    static byte[] joined(List<Entry> entries, String origin) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (Entry entry : entries) {
            if (entry.origin.equals(origin)) {
                bytes.writeBytes(entry.content());
                if (!entry.partial) {
                    bytes.write('\n');
                }
            }
        }
        return bytes.toByteArray();
    }
}
