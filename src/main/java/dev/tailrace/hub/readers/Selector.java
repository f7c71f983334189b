package dev.tailrace.hub.readers;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.tailrace.model.Labels;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;

/**
 * Picks streams by their labels, as Prometheus and Loki do: {@code {app="web",env!="test"}}. A
 * label that a stream lacks is as one that is empty. Any thread.
 */
public final class Selector {
    /** Every stream. */
    public static final Selector ALL = new Selector(List.of());

    /** What a selector looks like, for error messages. */
    public static final String ACCEPTED =
            "labels in braces with =, !=, =~ or !~, such as {app=\"web\",env!~\"test|dev\"}; where"
                    + " there is a label the braces may be left out";

    private static final java.util.regex.Pattern MATCHER =
            java.util.regex.Pattern.compile(
                    "\\s*([a-zA-Z_][a-zA-Z0-9_]*)\\s*(=~|!~|!=|=)\\s*\"((?:[^\"\\\\]|\\\\.)*)\"\\s*");

    private final List<Predicate<Labels>> tests;

    private Selector(List<Predicate<Labels>> tests) {
        this.tests = List.copyOf(tests);
    }

    /**
     * Reads a selector.
     *
     * @throws IllegalArgumentException if {@code text} is none
     */
    public static Selector parse(String text) {
        String body = withoutBraces(text.strip());
        List<Predicate<Labels>> tests = new ArrayList<>();
        Matcher matcher = MATCHER.matcher(body);
        int at = 0;
        while (at < body.length() && !body.substring(at).isBlank()) {
            if (!matcher.find(at) || matcher.start() != at) {
                throw new IllegalArgumentException(ACCEPTED);
            }
            tests.add(test(matcher.group(1), matcher.group(2), unescaped(matcher.group(3))));
            at = matcher.end();
            if (at < body.length() && body.charAt(at) == ',') {
                at++;
            } else if (at < body.length()) {
                throw new IllegalArgumentException(ACCEPTED);
            }
        }
        return new Selector(tests);
    }

    /** curl takes braces for its own, and sends what stands between them. */
    private static String withoutBraces(String text) {
        boolean opened = text.startsWith("{");
        if (text.isEmpty() || opened != text.endsWith("}")) {
            throw new IllegalArgumentException(ACCEPTED);
        }
        return opened ? text.substring(1, text.length() - 1) : text;
    }

    private static Predicate<Labels> test(String label, String operator, String value) {
        Predicate<String> wanted = operator.endsWith("~") ? like(value) : value::equals;
        boolean negated = operator.startsWith("!");
        return labels -> wanted.test(labels.values().getOrDefault(label, "")) != negated;
    }

    private static Predicate<String> like(String pattern) {
        try {
            return Pattern.compile(pattern)::matches;
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private static String unescaped(String quoted) {
        return quoted.replaceAll("\\\\(.)", "$1");
    }

    /** Whether a stream with these labels is picked. */
    public boolean matches(Labels labels) {
        return tests.stream().allMatch(test -> test.test(labels));
    }
}
