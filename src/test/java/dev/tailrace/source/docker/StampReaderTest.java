package dev.tailrace.source.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.source.docker.StampReader.Result;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StampReaderTest {
    private final StampReader reader = new StampReader();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-11-20T04:00:00.123456789Z",
                "2026-11-20T04:00:00.000000001Z",
                "2026-02-28T23:59:59Z",
                "2024-02-29T23:59:59.5Z",
                "1969-12-31T23:59:59.999999999Z",
                "2026-11-20T04:00:00.123456789+02:00",
                "2026-11-20T04:00:00.12-11:30"
            })
    void aStampIsReadToTheNanosecond(String stamp) {
        assertThat(read(stamp + " ")).isEqualTo(Result.COMPLETE);
        assertThat(reader.nanos())
                .isEqualTo(
                        ChronoUnit.NANOS.between(
                                Instant.EPOCH, OffsetDateTime.parse(stamp).toInstant()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Error grabbing logs",
                "2026-11-20 04:00:00Z ",
                "2026-13-20T04:00:00Z ",
                "2026-02-29T04:00:00Z ",
                "2026-11-20T24:00:00Z ",
                "2026-11-20T04:00:00.Z ",
                "2026-11-20T04:00:00.1234567890Z ",
                "2026-11-20T04:00:00ZZ",
                "2026-11-20T04:00:00+0200 ",
                "0001-01-01T00:00:00Z ",
                "\n"
            })
    void whatIsNoStampIsSaidAtTheFirstByteThatShowsIt(String text) {
        assertThat(read(text)).isEqualTo(Result.OTHER);
        assertThat(text)
                .startsWith(new String(reader.bytes(), 0, reader.count(), StandardCharsets.UTF_8));
    }

    private Result read(String text) {
        reader.reset();
        Result result = Result.MORE;
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            assertThat(result).isEqualTo(Result.MORE);
            result = reader.accept(b);
            if (result == Result.OTHER) {
                break;
            }
        }
        return result;
    }
}
