package dev.tailrace.terminal.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordsTest {
    private static final Instant NOW = Instant.parse("2026-11-28T12:00:00.5Z");

    @ParameterizedTest
    @CsvSource({
        "0, 0 B",
        "999, 999 B",
        "1000, 1.0 kB",
        "999949, 999.9 kB",
        "999960, 1.0 MB",
        "9413672, 9.4 MB",
        "12000000000, 12.0 GB"
    })
    void sizesHaveAUnit(long bytes, String text) {
        assertThat(Words.bytes(bytes)).isEqualTo(text);
    }

    @Test
    void ratesHaveTwoDigitsThatTell() {
        assertThat(Words.rate(Optional.of(0.0))).isEqualTo("0");
        assertThat(Words.rate(Optional.of(0.24))).isEqualTo("0.2");
        assertThat(Words.rate(Optional.of(1234.6))).isEqualTo("1235");
        assertThat(Words.rate(Optional.empty())).isEqualTo("-");
    }

    @Test
    void labelsAreInOneWord() {
        assertThat(Words.labels(Map.of())).isEqualTo("-");
        assertThat(Words.labels(Map.of("app", "web"))).isEqualTo("app=web");
    }

    @Test
    void onATerminalTimesAreToldFromNow() {
        Words words = new Words(true, NOW);
        assertThat(words.age(NOW.minusSeconds(3 * 86_400 + 4 * 3600))).isEqualTo("3d4h");
        assertThat(words.ago(NOW.minusSeconds(125))).isEqualTo("2m5s ago");
        assertThat(words.age(Optional.empty())).isEqualTo("-");
        assertThat(words.age(NOW.plusSeconds(5))).isEqualTo("0s");
    }

    @Test
    void elsewhereTheyAreTimes() {
        Words words = new Words(false, NOW);
        assertThat(words.age(NOW)).isEqualTo("2026-11-28T12:00:00Z");
        assertThat(words.ago(NOW)).isEqualTo("2026-11-28T12:00:00Z");
    }
}
