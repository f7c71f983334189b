package dev.tailrace.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpellingTest {
    private static final List<String> ACCEPTED = List.of("follow", "from", "grep", "limit", "tail");

    @ParameterizedTest
    @CsvSource({
        "folow, follow",
        "form, from",
        "Tail, tail",
        "gerp, grep",
        "limits, limit",
        "fol, follow",
        "FOLLOW, follow",
        "FOLOW, follow",
        "LIM, limit",
        "t, tail"
    })
    void theNearestWordTakesTheFewestMistakes(String word, String nearest) {
        assertThat(Spelling.nearest(word, ACCEPTED)).hasValue(nearest);
    }

    @ParameterizedTest
    @CsvSource({"from, from, 0", "form, from, 1", "frm, from, 1", "'', from, 4", "tale, tail, 2"})
    void swappedLettersAreOneMistake(String one, String other, int mistakes) {
        assertThat(Spelling.mistakes(one, other)).isEqualTo(mistakes);
        assertThat(Spelling.mistakes(other, one)).isEqualTo(mistakes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"zzzz", "lines", "run", "colour", "f rom now on", ""})
    void aWordWithMoreMistakesThanOneInThreeLettersIsNearNone(String word) {
        assertThat(Spelling.nearest(word, ACCEPTED)).isEmpty();
    }

    @Test
    void noWordIsNearWhereNoneIsAccepted() {
        assertThat(Spelling.nearest("word", List.of())).isEmpty();
    }
}
