package dev.tailrace.terminal.print;

import dev.tailrace.json.JsonReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Chosen fields of lines that are objects of JSON or pairs of logfmt, by their values; {@code -}
 * where a line has not all of them. Other lines, and those with none of the fields, are as they
 * are.
 *
 * @param names with dots between those of objects within objects
 */
public record FieldChoice(List<String> names) {
    private static final Pattern PAIR =
            Pattern.compile("(?:^|\\s)([\\w.@-]+)=(\"(?:[^\"\\\\]|\\\\.)*\"|\\S*)");

    /** The values in {@code bytes[from..to)}, or all of it. */
    byte[] of(byte[] bytes, int from, int to) {
        Map<String, ? extends @Nullable Object> fields = fields(bytes, from, to);
        StringJoiner values = new StringJoiner(" ");
        boolean some = false;
        for (String name : names) {
            Object value = find(fields, name);
            some |= value != null;
            values.add(value == null ? "-" : value.toString());
        }
        return some
                ? values.toString().getBytes(StandardCharsets.UTF_8)
                : Arrays.copyOfRange(bytes, from, to);
    }

    private static Map<String, ? extends @Nullable Object> fields(byte[] bytes, int from, int to) {
        if (to > from && bytes[from] == '{') {
            try {
                return new JsonReader(bytes, from, to).object();
            } catch (IllegalArgumentException _) {
                return Map.of(); // it only begins as an object does
            }
        }
        Map<String, String> pairs = new HashMap<>();
        Matcher matcher = PAIR.matcher(new String(bytes, from, to - from, StandardCharsets.UTF_8));
        while (matcher.find()) {
            pairs.putIfAbsent(matcher.group(1), unquoted(matcher.group(2)));
        }
        return pairs;
    }

    private static String unquoted(String text) {
        return text.startsWith("\"") && text.length() > 1
                ? text.substring(1, text.length() - 1).replaceAll("\\\\(.)", "$1")
                : text;
    }

    private static @Nullable Object find(Map<?, ?> fields, String name) {
        Object whole = fields.get(name);
        int dot = name.indexOf('.');
        if (whole != null || dot < 0) {
            return whole;
        }
        return fields.get(name.substring(0, dot)) instanceof Map<?, ?> inner
                ? find(inner, name.substring(dot + 1))
                : null;
    }
}
