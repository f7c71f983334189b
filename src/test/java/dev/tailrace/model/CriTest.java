package dev.tailrace.model;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.Year;
import java.util.regex.Pattern;
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

    /** The search by words must accept what a pattern accepts. */
    @Test
    void eachByteOfAHeaderIsLookedAt() {
        byte[] header = "2024-02-29T23:59:59.123456789Z stdout F ".getBytes(US_ASCII);
        Pattern shape =
                Pattern.compile(
                        "2[012]\\d\\d-(0\\d|1[0-2])-\\d\\dT([01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d\\.\\d{9}Z"
                                + " (stdout|stderr|system) [FP] ");
        for (int at = 0; at < header.length; at++) {
            for (int value = 0; value < 256; value++) {
                byte[] changed = header.clone();
                changed[at] = (byte) value;
                String text = new String(changed, ISO_8859_1);
                assertThat(Cri.isRecord(changed, 0, changed.length))
                        .as(text)
                        .isEqualTo(shape.matcher(text).matches() && isDay(text));
            }
        }
    }

    private static boolean isDay(String header) {
        int month = Integer.parseInt(header.substring(5, 7));
        int day = Integer.parseInt(header.substring(8, 10));
        return month > 0
                && day > 0
                && day <= Year.parse(header.substring(0, 4)).atMonth(month).lengthOfMonth();
    }
}
