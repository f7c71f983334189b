package dev.tailrace.face.push;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.tailrace.face.Refused;
import dev.tailrace.model.Newline;
import dev.tailrace.model.Origin;
import dev.tailrace.model.PushedLines;
import dev.tailrace.model.Refusal;
import dev.tailrace.model.Timestamps;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Reads lines from one JSON object a line, as the NDJSON face writes them:
 *
 * <pre>
 *   {"line":"text"} or {"bytes":"base64"}    a newline in it ends a line there
 *    "time":"2026-11-20T04:00:00.123456789Z", "origin":"stdout" or "stderr", "partial":true
 *    "seq", "stream"                         are read over: the gateway gives its own
 * </pre>
 *
 * What it does not know is refused, since it would be lost. One thread, once.
 */
final class NdjsonLines {
    private static final String FIELDS = "line, bytes, time, origin, partial, seq and stream";

    /** A body is bounded, and so is what is in it. */
    private static final JsonFactory JSON =
            JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxStringLength(Integer.MAX_VALUE)
                                    .build())
                    .build();

    private final byte[] body;
    private final PushedLines.Builder lines;
    private final Timestamps times = new Timestamps();
    private int number;

    private boolean hasContent;
    private long time;
    private Origin origin = Origin.STDOUT;
    private boolean partial;

    private NdjsonLines(byte[] body, int length) {
        this.body = body;
        this.lines = new PushedLines.Builder(length);
    }

    /**
     * The lines in the first {@code length} bytes of {@code body}.
     *
     * @throws Refused if one of them is not as it must be
     */
    static PushedLines parse(byte[] body, int length) {
        NdjsonLines reader = new NdjsonLines(body, length);
        int from = 0;
        while (from < length) {
            int newline = Newline.indexIn(body, from, length);
            int to = newline < 0 ? length : newline;
            reader.number++;
            if (!reader.isBlank(from, to)) {
                reader.object(from, to);
            }
            from = to + 1;
        }
        return reader.lines.build();
    }

    private boolean isBlank(int from, int to) {
        for (int i = from; i < to; i++) {
            if (body[i] != ' ' && body[i] != '\t' && body[i] != '\r') {
                return false;
            }
        }
        return true;
    }

    private void object(int from, int to) {
        hasContent = false;
        time = PushedLines.NO_TIME;
        origin = Origin.STDOUT;
        partial = false;
        try (JsonParser parser = JSON.createParser(body, from, to - from)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw bad("it is no JSON object");
            }
            for (String name = parser.nextFieldName();
                    name != null;
                    name = parser.nextFieldName()) {
                parser.nextToken();
                field(name, parser);
            }
            if (parser.nextToken() != null) {
                throw bad("something follows the JSON object");
            }
        } catch (JsonProcessingException e) {
            throw bad("it is no JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw bad("it is no JSON: " + e.getMessage());
        }
        if (!hasContent) {
            throw bad("it has neither 'line' nor 'bytes'");
        }
        lines.endLine(origin, time, partial);
    }

    private void field(String name, JsonParser parser) throws IOException {
        boolean isNull = parser.currentToken() == JsonToken.VALUE_NULL;
        switch (name) {
            case "line", "bytes" -> content(name, parser);
            case "time" -> time = isNull ? PushedLines.NO_TIME : time(string(name, parser));
            case "origin" -> origin = isNull ? Origin.STDOUT : origin(string(name, parser));
            case "partial" -> partial = !isNull && isTrue(parser);
            case "seq", "stream" -> {
                if (!parser.currentToken().isScalarValue()) {
                    throw bad("'" + name + "' is neither a number nor a string");
                }
            }
            default -> throw bad("it has the field '" + name + "'; accepted are " + FIELDS);
        }
    }

    private void content(String name, JsonParser parser) throws IOException {
        if (hasContent) {
            throw bad("it has more than one 'line' or 'bytes'");
        }
        hasContent = true;
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            throw bad("'" + name + "' is no string");
        }
        if (name.equals("line")) {
            if (!lines.add(
                    parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength())) {
                throw bad("'line' has half a surrogate pair, which is no text");
            }
        } else {
            lines.add(base64(parser.getText()));
        }
    }

    private byte[] base64(String text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw bad("'bytes' is no base64: " + e.getMessage());
        }
    }

    private String string(String name, JsonParser parser) throws IOException {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            throw bad("'" + name + "' is no string");
        }
        return parser.getText();
    }

    private boolean isTrue(JsonParser parser) throws IOException {
        if (!parser.currentToken().isBoolean()) {
            throw bad("'partial' is neither true nor false");
        }
        return parser.getBooleanValue();
    }

    private Origin origin(String text) {
        return switch (text) {
            case "stdout" -> Origin.STDOUT;
            case "stderr" -> Origin.STDERR;
            default -> throw bad("'origin' is '" + text + "'; accepted is stdout or stderr");
        };
    }

    private long time(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (!times.parse(bytes, 0, bytes.length) || times.nanos() <= 0) {
            throw bad(
                    "'time' is '"
                            + text
                            + "'; accepted is a time after 1970 as in RFC 3339, such as"
                            + " 2026-11-20T04:00:00.123456789Z");
        }
        return times.nanos();
    }

    private Refused bad(String what) {
        String shown = what.length() > 400 ? what.substring(0, 400) + "..." : what;
        return new Refused(
                Refusal.Reason.BAD_LINE,
                "Line "
                        + number
                        + " is not accepted: "
                        + shown
                        + ". Nothing of the request is"
                        + " stored.");
    }
}
