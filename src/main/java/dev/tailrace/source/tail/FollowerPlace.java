package dev.tailrace.source.tail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where one series is read.
 *
 * @param mark how far the file that is read; null while there is none
 * @param after how far the one before it: files may begin alike, and what is compressed of it is no
 *     new one
 * @param time whatever was written last before it has been read, ns since 1970
 * @param strangers its rotations whose names do not say that
 */
record FollowerPlace(
        @Nullable Fingerprint mark,
        @Nullable Fingerprint after,
        long time,
        List<Fingerprint> strangers) {
    void writeTo(ObjectNode json) {
        json.put("time", time);
        if (mark != null) {
            mark.writeTo(json.putObject("file"));
        }
        if (after != null) {
            after.writeTo(json.putObject("after"));
        }
        if (!strangers.isEmpty()) {
            ArrayNode all = json.putArray("strangers");
            strangers.forEach(each -> each.writeTo(all.addObject()));
        }
    }

    static FollowerPlace readFrom(JsonNode json) {
        List<Fingerprint> strangers = new ArrayList<>();
        json.path("strangers").forEach(each -> strangers.add(Fingerprint.readFrom(each)));
        return new FollowerPlace(
                mark(json.path("file")),
                mark(json.path("after")),
                json.path("time").asLong(),
                strangers);
    }

    private static @Nullable Fingerprint mark(JsonNode json) {
        return json.isObject() ? Fingerprint.readFrom(json) : null;
    }
}
