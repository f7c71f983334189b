package dev.tailrace.model;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CriTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "1678-01-01T00:00:00.000000000Z",
                "1970-01-01T00:00:00.000000000Z",
                "2024-02-29T23:59:59.999999999Z",
                "2026-11-20T04:00:00.123456789Z",
                "2261-12-31T00:00:00.000000001Z"
            })
    void aTimeIsReadToTheNanosecond(String time) {
        byte[] line = (time + " stdout F x").getBytes(US_ASCII);
        assertThat(Cri.isRecord(line, 0, line.length)).isTrue();
        Instant expected = Instant.parse(time);
        assertThat(Cri.timeAt(line, 0))
                .isEqualTo(expected.getEpochSecond() * 1_000_000_000L + expected.getNano());
    }

    @Test
    void aRecordNeedsNoContent() {
        byte[] line = "2026-11-20T04:00:00.123456789Z system P ".getBytes(US_ASCII);
        assertThat(Cri.isRecord(line, 0, line.length)).isTrue();
        assertThat(Cri.originAt(line, 0)).isEqualTo(Origin.SYSTEM);
        assertThat(Cri.isPartialAt(line, 0)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "2026-11-20T04:00:00.123456789Z stdout F",
                "2026-11-20 04:00:00.123456789Z stdout F x",
                "2026-11-20T04:00:00.12345678Z stdout F xx",
                "2026-11-20T04:00:00.123456789+ stdout F x",
                "2026-11-20T04:00:00.12345678aZ stdout F x",
                "2026-11-20T04:00:00.123456789Z stdoux F x",
                "2026-11-20T04:00:00.123456789Z stddut F x",
                "2026-11-20T04:00:00.123456789Z stdout  F x",
                "2026-11-20T04:00:00.123456789Z stdout X x",
                "2026-11-20T04:00:00.123456789Z stdout F:x"
            })
    void aLineOfAnotherShapeIsNoRecord(String text) {
        byte[] line = text.getBytes(US_ASCII);
        assertThat(Cri.isRecord(line, 0, line.length)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1677-12-31T23:59:59.999999999Z",
                "2262-01-01T00:00:00.000000000Z",
                "9026-11-20T04:00:00.123456789Z",
                "2026-00-20T04:00:00.123456789Z",
                "2026-13-20T04:00:00.123456789Z",
                "2026-11-00T04:00:00.123456789Z",
                "2026-11-31T04:00:00.123456789Z",
                "2026-02-29T04:00:00.123456789Z",
                "2026-11-20T24:00:00.123456789Z",
                "2026-11-20T04:60:00.123456789Z",
                "2026-11-20T04:00:60.123456789Z"
            })
    void aLineWhoseTimeIsNoTimeIsNoRecord(String time) {
        byte[] line = (time + " stdout F x").getBytes(US_ASCII);
        assertThat(Cri.isRecord(line, 0, line.length)).isFalse();
    }
}
