package dev.tailrace.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What people write for a time; that a call takes each of them is in {@link ParameterTest}. */
class PointInTimeTest {
    private static final Instant NOW = Instant.parse("2026-11-26T15:04:05.6Z");

    @ParameterizedTest
    @CsvSource({
        "2026-11-26T15:00:00Z, 2026-11-26T15:00:00Z",
        "2026-11-26t15:00:00z, 2026-11-26T15:00:00Z",
        "2026-11-26T15:00:00.123456789Z, 2026-11-26T15:00:00.123456789Z",
        "2026-11-26T15:00:00+02:00, 2026-11-26T13:00:00Z",
        "2026-11-26T15:00:00 02:00, 2026-11-26T13:00:00Z",
        "2026-11-26T15:00:00-01:30, 2026-11-26T16:30:00Z",
        "2026-11-26T15:00:00, 2026-11-26T15:00:00Z",
        "2026-11-26 15:00:00, 2026-11-26T15:00:00Z",
        "2026-11-26T15:00, 2026-11-26T15:00:00Z",
        "2026-11-26, 2026-11-26T00:00:00Z",
        "today, 2026-11-26T00:00:00Z",
        "1764169200, 2025-11-26T15:00:00Z",
        "1764169200.25, 2025-11-26T15:00:00.25Z",
        "15m, 2026-11-26T14:49:05.6Z",
        "1h30m, 2026-11-26T13:34:05.6Z",
        "1d600ms, 2026-11-25T15:04:05Z",
    })
    void isUnderstood(String text, Instant time) {
        assertThat(PointInTime.of(text, NOW, ZoneOffset.UTC)).isEqualTo(time);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "15",
                "12345678",
                "1764169200000",
                "1764169200.",
                "yesterday",
                "15x",
                "1m30",
                "2026-02-30",
                "2026-13-20",
                "2026-11-26T",
                "2026-11-26T25:00:00Z",
                "2026-11-26T15:00:00+",
                "26.11.2026",
                "20261126",
            })
    void isNoTime(String text) {
        assertThatThrownBy(() -> PointInTime.of(text, NOW, ZoneOffset.UTC))
                .isInstanceOf(DateTimeException.class);
    }
}
