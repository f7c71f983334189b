package dev.tailrace.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What RFC 3339 says of a time, and what it does not. */
class TimestampsTest {
    private final Timestamps times = new Timestamps();

    private boolean parse(String text) {
        byte[] bytes = ("x" + text + "0").getBytes(UTF_8);
        return times.parse(bytes, 1, bytes.length - 1);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-20T04:00:00Z, 2026-11-20T04:00:00Z",
        "2026-11-20t04:00:00z, 2026-11-20T04:00:00Z",
        "2026-11-20T04:00:00.5Z, 2026-11-20T04:00:00.5Z",
        "2026-11-20T04:00:00.123456789Z, 2026-11-20T04:00:00.123456789Z",
        "2026-11-20T04:00:00.25+02:30, 2026-11-20T01:30:00.25Z",
        "2026-11-20T04:00:00-00:00, 2026-11-20T04:00:00Z",
        "2026-11-20T04:00:00-23:59, 2026-11-21T03:59:00Z",
        "1969-12-31T23:59:59.999999999Z, 1969-12-31T23:59:59.999999999Z",
        "1678-01-01T00:00:00Z, 1678-01-01T00:00:00Z",
        "2261-12-31T23:59:59.999999999Z, 2261-12-31T23:59:59.999999999Z",
    })
    void isRead(String text, Instant time) {
        assertThat(parse(text)).isTrue();
        assertThat(Instant.EPOCH.plusNanos(times.nanos())).isEqualTo(time);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2026-11-20",
                "2026-11-20T04:00Z",
                "2026-11-20T04:00:00",
                "2026-11-20 04:00:00Z",
                "2026-11-20T04:00:00.Z",
                "2026-11-20T04:00:00.1234567890Z",
                "2026-11-20T04:00:00Zx",
                "2026-11-20T04:00:00+02",
                "2026-11-20T04:00:00+0200",
                "2026-11-20T04:00:00+24:00",
                "2026-11-20T04:00:00+02:60",
                "2026-02-29T04:00:00Z",
                "2026-11-20T24:00:00Z",
                "2026-11-20T04:00:60Z",
                "1677-12-31T23:59:59Z",
                "2262-01-01T00:00:00Z",
            })
    void isNone(String text) {
        assertThat(parse(text)).isFalse();
    }
}
