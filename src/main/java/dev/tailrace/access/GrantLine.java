package dev.tailrace.access;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One line of a token file: a grant, whose principal it is of, and by what that is known.
 *
 * <pre>
 *   ci  sha256=9f86d0... rights=read,push streams=build-*,web labels=team=shop expires=2027-01-01
 *   ops group=operators  rights=read,control streams=*
 * </pre>
 *
 * What is wrong with a line is said without what stands there: it may be a token.
 */
public record GrantLine(String id, Key key, Grant grant, Instant expires) {
    /** What a line may be called. */
    public static final String ID_ACCEPTED =
            "1 to 64 of a-z, A-Z, 0-9, '.', '_', '@' and '-', with a letter or digit first";

    private static final String ID = "[a-zA-Z0-9][a-zA-Z0-9._@-]{0,63}";
    private static final List<String> OF_GRANT = List.of("rights", "streams", "labels");
    private static final List<String> OF_LINE =
            Stream.of(Key.Kind.all(), OF_GRANT, List.of("expires")).flatMap(List::stream).toList();

    /**
     * @throws IllegalArgumentException if the id is none
     */
    public GrantLine {
        if (!id.matches(ID)) {
            throw new IllegalArgumentException("the id is none; accepted are " + ID_ACCEPTED);
        }
    }

    /**
     * Reads a line that has something.
     *
     * @throws IllegalArgumentException if something of it is not accepted
     */
    static GrantLine parse(String line) {
        List<String> words = words(line);
        Map<String, String> fields = fields(words.subList(1, words.size()), OF_LINE);
        String expires = fields.get("expires");
        return new GrantLine(
                words.getFirst(),
                key(fields),
                grant(fields),
                expires == null ? Instant.MAX : time(expires));
    }

    /**
     * Reads a grant in the words that a line has for it.
     *
     * @throws IllegalArgumentException if it is none
     */
    static Grant grant(String text) {
        return grant(fields(words(text), OF_GRANT));
    }

    private static List<String> words(String text) {
        return Arrays.asList(text.strip().split("\\s+"));
    }

    private static Map<String, String> fields(List<String> words, List<String> accepted) {
        Map<String, String> fields = new TreeMap<>();
        for (String word : words) {
            int equals = word.indexOf('=');
            String key = equals < 0 ? "" : word.substring(0, equals);
            if (!accepted.contains(key)) {
                throw new IllegalArgumentException(
                        "a word is not KEY=VALUE; accepted keys are "
                                + String.join(", ", accepted));
            }
            if (fields.put(key, word.substring(equals + 1)) != null) {
                throw new IllegalArgumentException(key + " is there twice");
            }
        }
        return fields;
    }

    private static Grant grant(Map<String, String> fields) {
        return new Grant(
                Set.copyOf(list(needed(fields, "rights"), GrantLine::right)),
                list(needed(fields, "streams"), Pattern::new),
                labels(fields.getOrDefault("labels", "")));
    }

    private static Key key(Map<String, String> fields) {
        List<Key> keys =
                Arrays.stream(Key.Kind.values())
                        .filter(kind -> fields.containsKey(kind.text()))
                        .map(kind -> new Key(kind, needed(fields, kind.text())))
                        .toList();
        if (keys.size() != 1) {
            throw new IllegalArgumentException(
                    "accepted is exactly one of " + String.join(", ", Key.Kind.all()));
        }
        return keys.getFirst();
    }

    private static String needed(Map<String, String> fields, String key) {
        String value = fields.get(key);
        if (value == null) {
            throw new IllegalArgumentException(key + " is missing");
        }
        return value;
    }

    static <T> List<T> list(String text, Function<String, T> each) {
        return Arrays.stream(text.split(",", -1)).map(each).distinct().toList();
    }

    private static Right right(String text) {
        return Right.of(text)
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "rights has another word than " + Right.ACCEPTED));
    }

    /**
     * {@code NAME=PATTERN,...}, or nothing.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static Map<String, Pattern> labels(String text) {
        Map<String, Pattern> labels = new LinkedHashMap<>();
        for (String each : text.isEmpty() ? new String[0] : text.split(",", -1)) {
            int equals = each.indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException(
                        "labels has a part that is none; accepted is NAME=PATTERN, and more after commas");
            }
            String name = each.substring(0, equals);
            if (!name.matches("[a-zA-Z_][a-zA-Z0-9_]*")) {
                throw new IllegalArgumentException(
                        "labels has a name that no label can have; accepted are letters, digits and _");
            }
            labels.put(name, new Pattern(each.substring(equals + 1)));
        }
        return labels;
    }

    /**
     * RFC 3339, or a date: then its first moment in UTC.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static Instant time(String text) {
        try {
            return text.contains("T")
                    ? Instant.parse(text)
                    : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    "expires is neither a time such as 2027-01-01T12:00:00Z nor a date", e);
        }
    }

    /** The line, as it is read again. */
    @Override
    public String toString() {
        String labels =
                new TreeMap<>(grant.labels())
                        .entrySet().stream()
                                .map(Object::toString)
                                .collect(Collectors.joining(",", " labels=", ""));
        return id
                + " "
                + key
                + " rights="
                + grant.rights().stream().sorted().map(Right::text).collect(Collectors.joining(","))
                + " streams="
                + grant.streams().stream().map(Pattern::text).collect(Collectors.joining(","))
                + (grant.labels().isEmpty() ? "" : labels)
                + (expires.equals(Instant.MAX) ? "" : " expires=" + expires);
    }
}
