package dev.tailrace.cursor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.Depth;
import java.util.Locale;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What stands in all that a pattern is found in: never what need not. */
class RequiredLiteralTest {
    @ParameterizedTest
    @CsvSource({
        "error, error",
        "err.r, err",
        "^ERROR (a|b) failed$, ' failed'",
        "ab+c, ab",
        "abc*d, ab",
        "abc?d, ab",
        "ab{2}c, ab",
        "'ab{0,2}cde', cde",
        "(abc)+d, abc",
        "(abc)?d, d",
        "(?P<name>timeout) in \\d+ms, timeout",
        "\\QC++\\E crash, ' crash'",
        "\\.php\\?id=, .php?id=",
        "x{y, x{y",
        "größe, größe",
        "(?i)OutOfMemory, (?i)OutOfMemory",
        "(?i)risk, (?i)ri",
        "(?i)größe, (?i)gr",
        "ab(?i)cd, ab",
        "a(?i:bcd)e, (?i)bcd",
        "[a-z]+@example\\.com, @example.com",
        "\\d+, ",
        "a|b, ",
        "abc|abd, ",
        "(a|b), ",
        ".*, ",
        "a*, ",
        "ab(?i)*, ",
    })
    void isTheLongestThereIs(String pattern, String literal) {
        RequiredLiteral found = BoundedPattern.compile(pattern).required();
        assertThat(found == null ? null : found.toString()).isEqualTo(literal);
    }

    @Test
    void whatIsFoundHasIt() {
        Random random = new Random(9);
        int needed = 0;
        for (int round = 0; round < Depth.rounds(4000); round++) {
            BoundedPattern pattern = pattern(random);
            RequiredLiteral literal = pattern == null ? null : pattern.required();
            if (pattern == null || literal == null) {
                continue;
            }
            for (int each = 0; each < 20; each++) {
                String text = text(random, "abABkKsS\u212A\u017F\u00E9+({?|", 12);
                if (pattern.isFoundIn(text.getBytes(UTF_8))) {
                    needed++;
                    String wanted = new String(literal.bytes(), UTF_8);
                    boolean there =
                            literal.isFolded()
                                    ? text.toLowerCase(Locale.ROOT)
                                            .contains(wanted.toLowerCase(Locale.ROOT))
                                    : text.contains(wanted);
                    assertThat(there).as("%s in %s", pattern, text).isTrue();
                }
            }
        }
        assertThat(needed).isGreaterThan(1000);
    }

    private static @Nullable BoundedPattern pattern(Random random) {
        String[] parts = {
            "a",
            "b",
            "A",
            "k",
            "s",
            "\u00E9",
            "ab",
            "(",
            ")",
            "(?:",
            "(?i)",
            "(?i:",
            "(?-i)",
            "|",
            "*",
            "+",
            "?",
            "{0}",
            "{1,}",
            "{2}",
            "{",
            ".",
            "[ab]",
            "[^a]",
            "\\Qa+\\E",
            "\\Q\\E",
            "\\(",
            "\\x61",
            "\\d",
            "^",
            "$",
            "\\b"
        };
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(6); i >= 0; i--) {
            text.append(parts[random.nextInt(parts.length)]);
        }
        try {
            return BoundedPattern.compile(text.toString());
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static String text(Random random, String alphabet, int most) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(most); i >= 0; i--) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }
}
