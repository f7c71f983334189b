package dev.tailrace.face.ws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.tailrace.cursor.Start;
import dev.tailrace.face.JsonText;
import dev.tailrace.face.LogParameters;
import dev.tailrace.face.LogQuery;
import dev.tailrace.face.ParameterValue;
import dev.tailrace.face.Refused;
import dev.tailrace.hub.readers.Selector;
import dev.tailrace.model.Refusal;
import dev.tailrace.model.Spelling;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a client sends. Strict: a field that is not known is a mistake that would else show
 * itself in lines that come or do not come. Any thread.
 */
final class OpReader {
    private static final String TOKEN = "token";

    /** What is text alone. */
    private static final Set<String> WORDS = Set.of("op", "id", "stream", TOKEN);

    /** What may be an array as well. */
    private static final Set<String> LISTS = Set.of("origin", "level", "fields");

    private static final int MAX_ID_CHARS = 64;
    private static final String ID = "a string of 1 to " + MAX_ID_CHARS + " characters";
    private static final String EITHER = "either stream or select";
    private static final Set<String> PARAMETERS =
            Set.of(
                    "follow",
                    "from",
                    "tail",
                    "since",
                    "until",
                    "limit",
                    "origin",
                    "grep",
                    "invert",
                    "level",
                    "fields",
                    "overflow");

    /** What any message may have. */
    private static final Set<String> FIELDS =
            Stream.concat(
                            PARAMETERS.stream(),
                            Stream.of("id", "stream", "select", "credit", "lines", "token"))
                    .collect(Collectors.toUnmodifiableSet());

    private final Map<String, String> fields = new HashMap<>();
    private final Instant now;

    private OpReader(Instant now) {
        this.now = now;
    }

    /**
     * The JSON object that a message is.
     *
     * @throws Refused if it is none
     */
    static JsonNode object(String message) {
        try {
            JsonNode node = JsonText.read(message);
            if (node.isObject()) {
                return node;
            }
        } catch (JsonProcessingException e) {
            throw badMessage("The message is not JSON: " + e.getOriginalMessage() + ".");
        }
        throw badMessage("The message is not a JSON object.");
    }

    /** The id that a message has, if it has one. */
    static @Nullable String id(JsonNode message) {
        JsonNode id = message.get("id");
        return id == null || !id.isTextual() ? null : id.textValue();
    }

    /** Whether a message may have patterns; then it is not to be read on an event loop. */
    static boolean hasPatterns(JsonNode message) {
        return message.has("grep") || Selector.hasPatterns(message.path("select").asText());
    }

    /**
     * What a message asks for.
     *
     * @throws Refused if that is not clear
     */
    static Op read(JsonNode message, Instant now) {
        OpReader reader = new OpReader(now);
        for (Map.Entry<String, JsonNode> field : message.properties()) {
            reader.fields.put(field.getKey(), text(field.getKey(), field.getValue()));
        }
        return reader.op();
    }

    private Op op() {
        String op = fields.remove("op");
        return switch (op) {
            case "subscribe" -> subscribe();
            case "unsubscribe" -> only(new Op.Unsubscribe(id()));
            case "pause" -> only(new Op.Pause(id()));
            case "resume" -> only(new Op.Resume(id()));
            case "credit" -> only(new Op.Credit(id(), number("lines", 1)));
            case "auth" -> only(new Op.Auth(token()));
            case "ping" -> only(new Op.Ping(fields.containsKey("id") ? id() : null));
            case null -> throw badMessage("The message has no 'op'.");
            default ->
                    throw Refused.badParameter(
                            "op",
                            op,
                            "subscribe, unsubscribe, pause, resume, credit, auth or ping");
        };
    }

    private Op subscribe() {
        String id = id();
        Op.Target target = target();
        long credit = fields.containsKey("credit") ? number("credit", 0) : Budget.UNLIMITED;
        String from = fields.get("from");
        LogQuery query = LogQuery.of(LogParameters.of(fields), true, now);
        if (target instanceof Op.Target.Selected
                && query.request().start() instanceof Start.After
                && from != null) {
            throw Refused.badParameter(
                    "from", from, "first or now: with select, positions are each stream's own");
        }
        fields.keySet().removeAll(PARAMETERS);
        return only(new Op.Subscribe(id, target, query, credit));
    }

    private Op.Target target() {
        String stream = fields.remove("stream");
        String select = fields.remove("select");
        if (select == null) {
            if (stream == null) {
                throw Refused.missingParameter(EITHER, "stream", "select");
            }
            return new Op.Target.One(stream);
        }
        if (stream != null) {
            throw Refused.badParameter("select", select, EITHER);
        }
        return new Op.Target.Selected(new ParameterValue("select", select).selector());
    }

    private String token() {
        String token = fields.remove(TOKEN);
        if (token == null) {
            throw Refused.missingParameter("a token", TOKEN);
        }
        return token;
    }

    private String id() {
        String id = fields.remove("id");
        if (id == null) {
            throw Refused.missingParameter(ID, "id");
        }
        if (id.isEmpty() || id.length() > MAX_ID_CHARS) {
            throw Refused.badParameter("id", id, ID);
        }
        return id;
    }

    private int number(String name, int least) {
        ParameterValue value = ParameterValue.of(name, fields.remove(name));
        if (value == null) {
            throw Refused.missingParameter("a whole number from " + least, name);
        }
        return value.number(least);
    }

    /** That, if it has no more fields. */
    private Op only(Op op) {
        if (!fields.isEmpty()) {
            List<String> unknown =
                    fields.keySet().stream().sorted().limit(3).map(Refused::shown).toList();
            throw badMessage(
                    "The message has fields that are not accepted: "
                            + String.join(", ", unknown)
                            + Spelling.nearest(unknown.getFirst(), FIELDS)
                                    .map(nearest -> "; the nearest of the first is " + nearest)
                                    .orElse(
                                            "; accepted are op, "
                                                    + String.join(", ", new TreeSet<>(FIELDS)))
                            + ".");
        }
        return op;
    }

    private static Refused badMessage(String sentence) {
        return new Refused(Refusal.Reason.BAD_MESSAGE, sentence);
    }

    /** A field's value as it would stand in a query. */
    private static String text(String name, JsonNode value) {
        boolean word = WORDS.contains(name);
        if (value.isTextual() || (!word && (value.isIntegralNumber() || value.isBoolean()))) {
            return value.asText();
        }
        if (LISTS.contains(name) && value.isArray()) {
            return StreamSupport.stream(value.spliterator(), false)
                    .map(JsonNode::asText)
                    .collect(Collectors.joining(","));
        }
        throw Refused.badParameter(
                name,
                name.equals(TOKEN) ? "(not shown)" : value.toString(),
                word ? "a string" : "a string, a whole number, true or false");
    }
}
