package dev.tailrace.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PatternTest {
    @ParameterizedTest
    @CsvSource({
        "web, web",
        "*, web",
        "*, ''",
        "web*, web",
        "web*, web-1",
        "*web, my-web",
        "w*b, web",
        "w*b, wb",
        "a*b*c, a.b.b.c",
        "a**c, ac",
        "*a*a*, aa",
        "web.1, web.1"
    })
    void aPatternTakesWhatItSays(String pattern, String value) {
        assertThat(new Pattern(pattern).matches(value)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "web, web-1",
        "web, my-web",
        "web, WEB",
        "web*, we",
        "*web, web-1",
        "ab*ba, aba",
        "a*b*c, a.c.b",
        "*a*a*, a",
        "*ab*ab, ab",
        "web.1, web-1"
    })
    void andNothingElse(String pattern, String value) {
        assertThat(new Pattern(pattern).matches(value)).isFalse();
    }

    /** It would take longer than the universe is old to try each way. */
    @Test
    void noPatternTakesLong() {
        Pattern pattern = new Pattern("*a".repeat(64));
        assertThat(pattern.matches("a".repeat(128) + "b")).isFalse();
        assertThat(pattern.matches("a".repeat(63))).isFalse();
        assertThat(pattern.matches("ba".repeat(64))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "a b", "a,b", "a\n"})
    void norDoesItHaveWhatTokenFilesEndWordsWith(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Pattern(text));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 129})
    void aPatternIsNeitherEmptyNorLong(int chars) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Pattern("a".repeat(chars)));
    }
}
