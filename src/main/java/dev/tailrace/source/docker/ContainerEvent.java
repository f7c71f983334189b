package dev.tailrace.source.docker;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What an engine tells of a container in {@code /events}.
 *
 * @param action such as {@code start} or {@code die}
 * @param name without the engine's slash
 * @param image empty if it does not say
 * @param labels the container's own, but for those that are called as what else it says
 * @param exitCode of an end
 * @param time when it happened by the engine's clock, in ns since 1970; 0 if it does not say
 */
record ContainerEvent(
        String action,
        String id,
        String name,
        String image,
        Map<String, String> labels,
        OptionalInt exitCode,
        long time) {
    private static final String EXIT_CODE = "exitCode";

    /** What stands among a container's labels and is none. */
    private static final Set<String> OTHERS = Set.of("name", "image", EXIT_CODE, "execDuration");

    static ContainerEvent of(JsonNode json) {
        JsonNode actor = json.path("Actor");
        Map<String, String> attributes = Container.strings(actor.path("Attributes"));
        Map<String, String> labels = new HashMap<>(attributes);
        labels.keySet().removeAll(OTHERS);
        String code = attributes.getOrDefault(EXIT_CODE, "");
        return new ContainerEvent(
                json.path("Action").asText(),
                actor.path("ID").asText(),
                Container.withoutSlash(attributes.getOrDefault("name", "")),
                attributes.getOrDefault("image", ""),
                labels,
                code.matches("\\d{1,9}")
                        ? OptionalInt.of(Integer.parseInt(code))
                        : OptionalInt.empty(),
                json.path("timeNano").asLong());
    }

    /** What it tells of the container. */
    Container container() {
        return Container.named(id, name, image, labels);
    }
}
