package dev.tailrace.source.tail;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where a {@link TailSource} is, as its sink keeps it:
 *
 * <pre>
 *   {"tail":{"time":...,"series":{"log":{"file":{...},"after":{...}}}}}
 * </pre>
 *
 * @param series by the names of its tracks
 */
record TailPlace(long time, Map<String, FollowerPlace> series) {
    private static final ObjectMapper JSON = new ObjectMapper();

    String text() {
        ObjectNode all = JSON.createObjectNode();
        ObjectNode json = all.putObject("tail").put("time", time);
        ObjectNode tracks = json.putObject("series");
        series.forEach((name, place) -> place.writeTo(tracks.putObject(name)));
        try {
            return JSON.writeValueAsString(all);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What {@link #text} said; empty for the place of another kind of source. */
    static Optional<TailPlace> read(String text) {
        JsonNode json;
        try {
            json = JSON.readTree(text).path("tail");
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
        if (!json.isObject()) {
            return Optional.empty();
        }
        long time = json.path("time").asLong();
        Map<String, FollowerPlace> series = new HashMap<>();
        json.path("series")
                .properties()
                .forEach(each ->
                        series.put(each.getKey(), FollowerPlace.readFrom(each.getValue(), time)));
        return Optional.of(new TailPlace(time, series));
    }
}
