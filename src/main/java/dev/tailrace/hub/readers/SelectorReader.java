package dev.tailrace.hub.readers;

import dev.tailrace.cursor.BoundedPattern;
import dev.tailrace.model.Labels;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Reads the text of a {@link Selector}, each character once. One thread, once.
 *
 * <pre>
 *   selector = '{' tests '}' | tests, at least one        test  = label operator '"' value '"'
 *   tests    = [ test { ',' test } [','] ]                value = { character | '\' character }
 * </pre>
 */
final class SelectorReader {
    private static final String ACCEPTED =
            "labels in braces with =, !=, =~ or !~, such as {app=\"web\",env!~\"test|dev\"}; where"
                    + " there is a label the braces may be left out";

    /** All the labels of any stream that people make, each with a value of 100 characters. */
    private static final int MAX_BYTES = 4096;

    /** A stream has a handful of labels; each test is made for each stream. */
    private static final int MAX_TESTS = 32;

    private static final List<String> OPERATORS = List.of("=~", "!~", "!=", "=");

    private final String text;
    private final List<Predicate<Labels>> tests = new ArrayList<>();
    private int instructions;
    private int heldBytes;
    private int at;

    SelectorReader(String text) {
        this.text = text;
    }

    /**
     * Reads it.
     *
     * @throws IllegalArgumentException if it is none, or beyond a bound; the message says what is
     *     accepted
     */
    List<Predicate<Labels>> tests() {
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MAX_BYTES) {
            throw new IllegalArgumentException(
                    "a selector of at most " + MAX_BYTES + " bytes, not " + bytes);
        }
        // curl takes braces for its own, and sends what stands between them.
        boolean opened = takes("{");
        boolean more = !isAtEnd(opened);
        if (!more && !opened) {
            throw none();
        }
        while (more) {
            tests.add(test());
            more = takes(",") && !isAtEnd(opened);
        }
        if (tests.size() > MAX_TESTS) {
            throw new IllegalArgumentException(
                    "a selector of at most " + MAX_TESTS + " labels, not " + tests.size());
        }
        if ((opened && !takes("}")) || at < text.length()) {
            throw none();
        }
        return tests;
    }

    /** About how much memory the patterns that it has read hold, in bytes. */
    int heldBytes() {
        return heldBytes;
    }

    private static IllegalArgumentException none() {
        return new IllegalArgumentException(ACCEPTED);
    }

    private boolean isAtEnd(boolean opened) {
        skipBlanks();
        return at == text.length() || (opened && text.charAt(at) == '}');
    }

    private void skipBlanks() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    /** Goes over {@code next} and the blanks around it, if it is there. */
    private boolean takes(String next) {
        skipBlanks();
        boolean there = text.startsWith(next, at);
        at += there ? next.length() : 0;
        skipBlanks();
        return there;
    }

    private Predicate<Labels> test() {
        String label = label();
        String operator =
                OPERATORS.stream()
                        .filter(this::takes)
                        .findFirst()
                        .orElseThrow(SelectorReader::none);
        Predicate<String> wanted = operator.endsWith("~") ? like(label, value()) : value()::equals;
        boolean negated = operator.startsWith("!");
        return labels -> wanted.test(labels.values().getOrDefault(label, "")) != negated;
    }

    private String label() {
        int begin = at;
        while (at < text.length() && isInName(text.charAt(at), at == begin)) {
            at++;
        }
        if (at == begin) {
            throw none();
        }
        return text.substring(begin, at);
    }

    private static boolean isInName(char character, boolean first) {
        boolean isLetter =
                (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z');
        return isLetter || character == '_' || (!first && character >= '0' && character <= '9');
    }

    private String value() {
        StringBuilder value = new StringBuilder();
        if (at == text.length() || text.charAt(at) != '"') {
            throw none();
        }
        for (at++; at < text.length() && text.charAt(at) != '"'; at++) {
            at += text.charAt(at) == '\\' ? 1 : 0;
            if (at < text.length()) {
                value.append(text.charAt(at));
            }
        }
        if (at >= text.length()) {
            throw none();
        }
        at++;
        skipBlanks();
        return value.toString();
    }

    /** All patterns together are bounded as one is: a reader asks them all of each stream. */
    private Predicate<String> like(String label, String text) {
        try {
            BoundedPattern pattern = BoundedPattern.compile(text);
            instructions += pattern.instructions();
            heldBytes += pattern.heldBytes();
            if (instructions > BoundedPattern.MAX_INSTRUCTIONS) {
                throw new IllegalArgumentException(
                        "RE2 patterns of at most "
                                + BoundedPattern.MAX_INSTRUCTIONS
                                + " instructions together");
            }
            return pattern::matches;
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    ACCEPTED + "; for label " + label + ": " + e.getMessage(), e);
        }
    }
}
