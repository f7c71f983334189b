package dev.tailrace.source.docker;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tailrace.model.StreamName;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * A container as the engine describes it at one moment.
 *
 * @param name without the engine's slash
 * @param labels its own
 * @param logDriver what keeps its output, such as {@code json-file}; empty if that is not known
 * @param tty whether its output is a terminal's
 * @param running whether it runs now; between two attempts of a restart policy it does not
 * @param startedAt when it was started last, as the engine says it: tells one run from another
 * @param finishedAt when its last run ended, in the same way
 * @param pid of its first process, as the engine's machine counts; 0 if it does not run
 * @param exitCode of the last run, if it does not run
 * @param gone whether the engine has it no more, so that this is all that is known
 */
record Container(
        String id,
        String name,
        String image,
        Map<String, String> labels,
        String logDriver,
        boolean tty,
        boolean running,
        String startedAt,
        String finishedAt,
        long pid,
        int exitCode,
        List<String> command,
        boolean gone) {
    private static final int SHORT_ID = 12;
    private static final int MAX_NAME = 128;
    private static final String NEVER_STARTED = "0001-01-01T00:00:00Z";

    /** What {@code GET /containers/ID/json} answers. */
    static Container of(JsonNode json) {
        JsonNode state = json.path("State");
        JsonNode config = json.path("Config");
        return new Container(
                json.path("Id").asText(),
                withoutSlash(json.path("Name").asText()),
                config.path("Image").asText(),
                strings(config.path("Labels")),
                json.path("HostConfig").path("LogConfig").path("Type").asText(),
                config.path("Tty").asBoolean(),
                state.path("Running").asBoolean() && !state.path("Restarting").asBoolean(),
                state.path("StartedAt").asText(),
                state.path("FinishedAt").asText(),
                state.path("Pid").asLong(),
                state.path("ExitCode").asInt(),
                command(json),
                false);
    }

    /** As much as is known of one that the engine may have no more when it is asked. */
    static Container named(String id, String name, String image, Map<String, String> labels) {
        return new Container(
                id,
                name,
                image,
                labels,
                "",
                false,
                false,
                NEVER_STARTED,
                "",
                0,
                0,
                List.of(),
                false);
    }

    /** The same, started at {@code nanos} since 1970. */
    Container startedAt(long nanos) {
        String start = Instant.EPOCH.plusNanos(nanos).toString();
        return new Container(
                id, name, image, labels, logDriver, tty, false, start, "", 0, 0, command, gone);
    }

    /** The same, which the engine has no more. */
    Container toGone() {
        return new Container(
                id, name, image, labels, logDriver, tty, false, startedAt, "", 0, 0, command, true);
    }

    static String withoutSlash(String name) {
        return name.startsWith("/") ? name.substring(1) : name;
    }

    /** A JSON object of strings, or null in its place. */
    static Map<String, String> strings(JsonNode object) {
        Map<String, String> strings = new HashMap<>();
        object.properties().forEach(each -> strings.put(each.getKey(), each.getValue().asText()));
        return strings;
    }

    private static List<String> command(JsonNode json) {
        List<String> command = new ArrayList<>();
        command.add(json.path("Path").asText());
        json.path("Args").forEach(argument -> command.add(argument.asText()));
        return command;
    }

    /** As {@code docker ps} shows it. */
    String shortId() {
        return shortId(id);
    }

    static String shortId(String id) {
        return id.substring(0, Math.min(SHORT_ID, id.length()));
    }

    /** Whether it has been started at all. */
    boolean wasStarted() {
        return !startedAt.isEmpty() && !startedAt.equals(NEVER_STARTED);
    }

    /** Whether {@code other} is the same container in the same run. */
    boolean isSameRun(Container other) {
        return id.equals(other.id) && startedAt.equals(other.startedAt);
    }

    /** {@link #startedAt} in ns since 1970; empty if that cannot be read. */
    OptionalLong startNanos() {
        return nanos(startedAt);
    }

    /** {@link #finishedAt} in ns since 1970; empty if that cannot be read. */
    OptionalLong finishNanos() {
        return nanos(finishedAt);
    }

    private static OptionalLong nanos(String time) {
        try {
            return OptionalLong.of(
                    ChronoUnit.NANOS.between(
                            Instant.EPOCH,
                            DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(time, Instant::from)));
        } catch (DateTimeException | ArithmeticException e) {
            return OptionalLong.empty(); // beyond what a record's time can be
        }
    }

    /** Its stream: its name, in the letters that a stream's name has. */
    StreamName stream() {
        return streamName(name, "");
    }

    /** The same, where another container or source has that: the id tells them apart. */
    StreamName streamOfItsOwn() {
        return streamName(name, "-" + shortId());
    }

    private static StreamName streamName(String name, String suffix) {
        String plain = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9._-]", "-");
        String begun =
                plain.isEmpty() || !Character.isLetterOrDigit(plain.charAt(0))
                        ? "c" + plain
                        : plain;
        int room = MAX_NAME - suffix.length();
        return new StreamName(begun.substring(0, Math.min(room, begun.length())) + suffix);
    }

    /**
     * The stream's labels: {@code container}, {@code container_id}, {@code image}, and its own with
     * each character that a label's name cannot have as {@code _}, so that Compose's are {@code
     * com_docker_compose_service} and the like.
     */
    Map<String, String> streamLabels() {
        Map<String, String> all = new TreeMap<>();
        new TreeMap<>(labels)
                .forEach((key, value) -> {
                    String plain = key.replaceAll("[^a-zA-Z0-9_]", "_");
                    if (!plain.isEmpty()) {
                        boolean digit = Character.isDigit(plain.charAt(0));
                        all.putIfAbsent(digit ? "_" + plain : plain, value);
                    }
                });
        all.put("container", name);
        all.put("container_id", shortId());
        all.put("image", image);
        return all;
    }
}
