package dev.tailrace.face.push;

import dev.tailrace.face.Refused;
import dev.tailrace.model.Labels;
import dev.tailrace.model.Refusal.Facts;
import dev.tailrace.model.Refusal.Reason;
import dev.tailrace.model.StreamName;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a request says before its body.
 *
 * @param ndjson whether the body is NDJSON; else it is text
 * @param key its Idempotency-Key
 * @param labels those of a stream that it makes
 */
record PushHead(
        StreamName stream,
        boolean ndjson,
        ContentCoding coding,
        @Nullable String key,
        Labels labels) {
    private static final String TYPES = "text/plain or application/x-ndjson";

    /** Room for a UUID and a good deal more; it is kept in memory and on disk. */
    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,128}");

    private static final String KEY_ACCEPTED = "1 to 128 visible characters of ASCII";

    /**
     * Reads it.
     *
     * @throws Refused if something of it is not accepted
     */
    static PushHead of(String name, @Nullable List<String> labels, HttpServerRequest request) {
        if (!StreamName.isValid(name)) {
            throw refused(
                    Reason.BAD_PARAMETER,
                    "'" + name + "' cannot name a stream: a name is " + StreamName.ACCEPTED + ".",
                    "name",
                    name,
                    StreamName.ACCEPTED);
        }
        return new PushHead(
                new StreamName(name),
                isNdjson(request.getHeader("Content-Type")),
                ContentCoding.of(request.getHeader("Content-Encoding")),
                key(request.getHeader("Idempotency-Key")),
                labels(labels == null ? List.of() : labels));
    }

    private static boolean isNdjson(@Nullable String header) {
        String type = header == null ? "" : header.split(";", 2)[0].strip();
        return switch (type.toLowerCase(Locale.ROOT)) {
            case "", "text/plain" -> false;
            case "application/x-ndjson", "application/ndjson", "application/jsonl" -> true;
            default ->
                    throw ContentCoding.unreadable("Content-Type", String.valueOf(header), TYPES);
        };
    }

    /**
     * A string in quotes (draft-ietf-httpapi-idempotency-key-header), or, as most send it, bare.
     */
    private static @Nullable String key(@Nullable String header) {
        if (header == null) {
            return null;
        }
        boolean quoted = header.length() > 2 && header.startsWith("\"") && header.endsWith("\"");
        String key = quoted ? header.substring(1, header.length() - 1) : header;
        if (!KEY.matcher(key).matches()) {
            throw bad("Idempotency-Key", header, KEY_ACCEPTED);
        }
        return key;
    }

    private static Labels labels(List<String> given) {
        Map<String, String> labels = new TreeMap<>();
        for (String label : given) {
            int equals = label.indexOf('=');
            if (equals < 0) {
                throw bad("label", label, "NAME=VALUE");
            }
            String name = label.substring(0, equals);
            if (labels.put(name, label.substring(equals + 1)) != null) {
                throw bad("label", label, "each name once");
            }
        }
        try {
            return new Labels(labels);
        } catch (IllegalArgumentException e) {
            throw bad("label", String.join(", ", given), String.valueOf(e.getMessage()));
        }
    }

    private static Refused bad(String name, String value, String accepted) {
        return refused(
                Reason.BAD_PARAMETER,
                "'" + name + "' has the value '" + value + "'; accepted is " + accepted + ".",
                name,
                value,
                accepted);
    }

    private static Refused refused(
            Reason reason, String sentence, String name, String value, String accepted) {
        return new Refused(
                reason, sentence, Facts.ofParameter(name, Refused.shown(value), accepted));
    }
}
