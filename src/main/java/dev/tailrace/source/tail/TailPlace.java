package dev.tailrace.source.tail;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tailrace.model.Origin;
import java.io.UncheckedIOException;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where a {@link TailSource} is, as its sink keeps it:
 *
 * <pre>
 *   {"tail":{"series":{"log":{"time":...,"file":{...},"after":{...}}},"known":{"stdout":...}}}
 * </pre>
 *
 * @param series by the names of its tracks
 * @param known how many of the bytes after it the log already had: they were being read again
 */
record TailPlace(Map<String, FollowerPlace> series, Map<Origin, Long> known) {
    private static final ObjectMapper JSON = new ObjectMapper();

    String text() {
        ObjectNode all = JSON.createObjectNode();
        ObjectNode json = all.putObject("tail");
        ObjectNode tracks = json.putObject("series");
        series.forEach((name, place) -> place.writeTo(tracks.putObject(name)));
        ObjectNode bytes = json.putObject("known");
        known.forEach((origin, count) -> bytes.put(origin.text(), count));
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
        Map<String, FollowerPlace> series = new HashMap<>();
        json.path("series")
                .properties()
                .forEach(
                        each -> series.put(each.getKey(), FollowerPlace.readFrom(each.getValue())));
        Map<Origin, Long> known = new EnumMap<>(Origin.class);
        for (Origin origin : Origin.values()) {
            known.put(origin, json.path("known").path(origin.text()).asLong());
        }
        return Optional.of(new TailPlace(series, known));
    }
}
