package dev.tailrace.face.ws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tailrace.cursor.Start;
import dev.tailrace.face.LogParameters;
import dev.tailrace.face.LogQuery;
import dev.tailrace.face.ParameterValue;
import dev.tailrace.face.Problem;
import dev.tailrace.hub.readers.Selector;
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
 * Reads what a client sends. Strict: a field that nobody knows is a mistake that would else show
 * itself in lines that come or do not come. Any thread.
 */
final class OpReader {
    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build();

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
                    "overflow");

    /** What any message may have. */
    private static final Set<String> FIELDS =
            Stream.concat(
                            PARAMETERS.stream(),
                            Stream.of("id", "stream", "select", "credit", "lines"))
                    .collect(Collectors.toUnmodifiableSet());

    private final Map<String, String> fields = new HashMap<>();
    private final Instant now;

    private OpReader(Instant now) {
        this.now = now;
    }

    /**
     * The JSON object that a message is.
     *
     * @throws Fault if it is none
     */
    static JsonNode object(String message) throws Fault {
        try {
            JsonNode node = JSON.readTree(message);
            if (node.isObject()) {
                return node;
            }
        } catch (JsonProcessingException e) {
            throw Fault.badMessage("The message is not JSON: " + e.getOriginalMessage() + ".");
        }
        throw Fault.badMessage("The message is not a JSON object.");
    }

    /** The id that a message has, if it has one. */
    static @Nullable String id(JsonNode message) {
        JsonNode id = message.get("id");
        return id == null || !id.isTextual() ? null : id.textValue();
    }

    /**
     * What a message asks for.
     *
     * @throws Fault if that is not clear
     */
    static Op read(JsonNode message, Instant now) throws Fault {
        OpReader reader = new OpReader(now);
        for (Map.Entry<String, JsonNode> field : message.properties()) {
            reader.fields.put(field.getKey(), text(field.getKey(), field.getValue()));
        }
        try {
            return reader.op();
        } catch (Problem e) {
            throw Fault.of(e);
        }
    }

    private Op op() throws Fault {
        String op = fields.remove("op");
        return switch (op) {
            case "subscribe" -> subscribe();
            case "unsubscribe" -> only(new Op.Unsubscribe(id()));
            case "pause" -> only(new Op.Pause(id()));
            case "resume" -> only(new Op.Resume(id()));
            case "credit" -> only(new Op.Credit(id(), number("lines", 1)));
            case "ping" -> only(new Op.Ping(fields.containsKey("id") ? id() : null));
            case null -> throw Fault.badMessage("The message has no 'op'.");
            default ->
                    throw Fault.badParameter(
                            "op", op, "subscribe, unsubscribe, pause, resume, credit or ping");
        };
    }

    private Op subscribe() throws Fault {
        String id = id();
        Op.Target target = target();
        long credit = fields.containsKey("credit") ? number("credit", 0) : Budget.UNLIMITED;
        String from = fields.get("from");
        LogQuery query = LogQuery.of(LogParameters.of(fields), true, now);
        if (target instanceof Op.Target.Selected
                && query.request().start() instanceof Start.After
                && from != null) {
            throw Fault.badParameter(
                    "from", from, "first or now: with select, positions are each stream's own");
        }
        fields.keySet().removeAll(PARAMETERS);
        return only(new Op.Subscribe(id, target, query, credit));
    }

    private Op.Target target() throws Fault {
        String stream = fields.remove("stream");
        String select = fields.remove("select");
        if (select == null) {
            if (stream == null) {
                throw Fault.missingParameter(EITHER, "stream", "select");
            }
            return new Op.Target.One(stream);
        }
        if (stream != null) {
            throw Fault.badParameter("select", select, EITHER);
        }
        try {
            return new Op.Target.Selected(Selector.parse(select));
        } catch (IllegalArgumentException _) {
            throw Fault.badParameter("select", select, Selector.ACCEPTED);
        }
    }

    private String id() throws Fault {
        String id = fields.remove("id");
        if (id == null) {
            throw Fault.missingParameter(ID, "id");
        }
        if (id.isEmpty() || id.length() > MAX_ID_CHARS) {
            throw Fault.badParameter("id", id, ID);
        }
        return id;
    }

    private int number(String name, int least) throws Fault {
        ParameterValue value = ParameterValue.of(name, fields.remove(name));
        if (value == null) {
            throw Fault.missingParameter("a whole number from " + least, name);
        }
        return value.number(least);
    }

    /** That, if it has no more fields. */
    private Op only(Op op) throws Fault {
        if (!fields.isEmpty()) {
            List<String> unknown = fields.keySet().stream().sorted().limit(3).toList();
            throw Fault.badMessage(
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

    /** A field's value as it would stand in a query. */
    private static String text(String name, JsonNode value) throws Fault {
        boolean word = name.equals("op") || name.equals("id") || name.equals("stream");
        if (value.isTextual() || (!word && (value.isIntegralNumber() || value.isBoolean()))) {
            return value.asText();
        }
        if (name.equals("origin") && value.isArray()) {
            return StreamSupport.stream(value.spliterator(), false)
                    .map(JsonNode::asText)
                    .collect(Collectors.joining(","));
        }
        throw Fault.badParameter(
                name,
                value.toString(),
                word ? "a string" : "a string, a whole number, true or false");
    }
}
