package dev.tailrace.terminal.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class TimePointTest {
    private static final Instant NOW = Instant.parse("2026-11-20T04:00:00Z");
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @ParameterizedTest
    @CsvSource({
        "15m, 2026-11-20T03:45:00.000000000Z",
        "1h30m, 2026-11-20T02:30:00.000000000Z",
        "today, 2026-11-19T23:00:00.000000000Z",
        "yesterday, 2026-11-18T23:00:00.000000000Z",
        "4:05, 2026-11-20T03:05:00.000000000Z",
        "14:05, 2026-11-20T13:05:00.000000000Z",
        "14:05:07, 2026-11-20T13:05:07.000000000Z",
        "2026-07-01, 2026-06-30T22:00:00.000000000Z",
        "2026-11-20 04:00, 2026-11-20T03:00:00.000000000Z",
        "2026-11-20T04:00:00.5Z, 2026-11-20T04:00:00.500000000Z",
        "1764169200, 2025-11-26T15:00:00.000000000Z",
    })
    void aTimeIsThatOfThisMachinesZone(String text, String wire) {
        assertThat(TimePoint.of(text, NOW, BERLIN)).isEqualTo(wire);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "15", "25:00", "tomorrow", "15 m", "2026-13-01"})
    void otherWordsAreNone(String text) {
        assertThatThrownBy(() -> TimePoint.of(text, NOW, BERLIN))
                .isInstanceOf(TypeConversionException.class);
    }

    @Test
    void aSpanIsADurationAndNothingElse() {
        assertThat(new Span().convert("1h30m")).isEqualTo(Duration.ofMinutes(90));
        assertThatThrownBy(() -> new Span().convert("today"))
                .isInstanceOf(TypeConversionException.class);
    }
}
