package dev.tailrace.face.push;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tailrace.face.Refused;
import dev.tailrace.model.Origin;
import dev.tailrace.model.PushedLines;
import dev.tailrace.model.Refusal;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NdjsonLinesTest {
    private static final long TIME =
            TimeUnit.SECONDS.toNanos(Instant.parse("2026-11-20T04:00:00Z").getEpochSecond());

    private static PushedLines parse(byte[] body) {
        return NdjsonLines.parse(body, body.length);
    }

    private static PushedLines parse(String... lines) {
        return parse(String.join("\n", lines).getBytes(UTF_8));
    }

    private static String bytes(PushedLines lines) {
        return new String(lines.bytes(), 0, lines.end(lines.pieces() - 1), ISO_8859_1);
    }

    private static String refused(byte[] body) {
        Refused refused = catchThrowableOfType(Refused.class, () -> parse(body));
        assertThat(refused).isNotNull();
        assertThat(refused.refusal().reason()).isEqualTo(Refusal.Reason.BAD_LINE);
        assertThat(refused.refusal().sentence()).endsWith(". Nothing of the request is stored.");
        return refused.refusal().sentence();
    }

    @Test
    void aLineNeedsNothingButItsText() {
        PushedLines lines = parse("{\"line\":\"a\"}", "{\"line\":\"\"}\r", "{\"line\":\"c\"}");
        assertThat(bytes(lines)).isEqualTo("a\n\nc\n");
        assertThat(lines.lines()).isEqualTo(3);
        assertThat(lines.pieces()).isEqualTo(1);
        assertThat(lines.origin(0)).isEqualTo(Origin.STDOUT);
        assertThat(lines.time(0)).isEqualTo(PushedLines.NO_TIME);
    }

    @Test
    void timeOriginPartAndBytesAreTaken() {
        PushedLines lines =
                parse(
                        "{\"seq\":17,\"stream\":\"web\",\"time\":\"2026-11-20T04:59:59.000000001+01:00\","
                                + "\"origin\":\"stderr\",\"line\":\"a\"}",
                        "{\"bytes\":\"/wAK\",\"partial\":true}");
        assertThat(lines.time(0)).isEqualTo(TIME - 999_999_999);
        assertThat(lines.origin(0)).isEqualTo(Origin.STDERR);
        assertThat(bytes(lines)).isEqualTo("a\n\u00ff\u0000\n");
        assertThat(lines.isPart(1)).isFalse();
        assertThat(parse("{\"line\":\"a\",\"partial\":true}").isPart(0)).isTrue();
    }

    @Test
    void whatIsNullIsNotGiven() {
        PushedLines lines =
                parse("{\"line\":\"a\",\"time\":null,\"origin\":null,\"partial\":null}");
        assertThat(bytes(lines)).isEqualTo("a\n");
        assertThat(lines.time(0)).isEqualTo(PushedLines.NO_TIME);
    }

    @Test
    void linesWithoutAnythingArePassedOver() {
        assertThat(bytes(parse("", "{\"line\":\"a\"}", "  \t\r", "{\"line\":\"b\"}", "")))
                .isEqualTo("a\nb\n");
        assertThat(parse("").pieces()).isZero();
        assertThat(parse("\n\n").lines()).isZero();
    }

    @Test
    void escapesAndLongTextsAreWhatTheyStandFor() {
        String text = "x".repeat(30_000_000);
        PushedLines lines = parse("{\"line\":\"\\u00e9\\ud83d\\ude00\\\"\\\\\\t" + text + "\"}");
        byte[] expected = ("\u00e9\ud83d\ude00\"\\\t" + text + "\n").getBytes(UTF_8);
        assertThat(bytes(lines)).isEqualTo(new String(expected, ISO_8859_1));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "17 | it is no JSON object",
                "[\"a\"] | it is no JSON object",
                "a | it is no JSON: Unrecognized token 'a'",
                "{\"line\":\"a\" | it is no JSON: Unexpected end-of-input",
                "{\"line\":\"a | it is no JSON: Unexpected end-of-input",
                "{\"line\":\"a\"} {\"line\":\"b\"} | something follows the JSON object",
                "{\"line\":\"a\"}] | it is no JSON",
                "{} | it has neither 'line' nor 'bytes'",
                "{\"time\":\"2026-01-01T00:00:00Z\"} | it has neither 'line' nor 'bytes'",
                "{\"line\":1} | 'line' is no string",
                "{\"line\":null} | 'line' is no string",
                "{\"line\":{\"a\":1}} | 'line' is no string",
                "{\"line\":\"a\",\"line\":\"b\"} | it has more than one 'line' or 'bytes'",
                "{\"line\":\"a\",\"bytes\":\"YQ==\"} | it has more than one 'line' or 'bytes'",
                "{\"line\":\"\\ud83d\"} | half a surrogate pair",
                "{\"bytes\":\"?\"} | 'bytes' is no base64",
                "{\"line\":\"a\",\"level\":\"info\"} | it has the field 'level'; accepted are line,",
                "{\"state\":\"exited\"} | it has the field 'state'",
                "{\"line\":\"a\",\"origin\":\"system\"} | accepted is stdout or stderr",
                "{\"line\":\"a\",\"origin\":1} | 'origin' is no string",
                "{\"line\":\"a\",\"partial\":\"yes\"} | 'partial' is neither true nor false",
                "{\"line\":\"a\",\"seq\":[1]} | 'seq' is neither a number nor a string",
                "{\"line\":\"a\",\"time\":1732} | 'time' is no string",
                "{\"line\":\"a\",\"time\":\"today\"} | accepted is a time after 1970 as in RFC 3339",
                "{\"line\":\"a\",\"time\":\"2026-11-20T04:00:00\"} | a time after 1970 as in RFC 3339",
                "{\"line\":\"a\",\"time\":\"1969-11-20T04:00:00Z\"} | a time after 1970",
                "{\"line\":\"a\",\"time\":\"2300-11-20T04:00:00Z\"} | a time after 1970",
            })
    void whatIsWrongIsSaidWithItsLine(String line, String what) {
        String body = "{\"line\":\"fine\"}\n\n" + line + "\n{\"line\":\"fine\"}\n";
        assertThat(refused(body.getBytes(UTF_8)))
                .startsWith("Line 3 is not accepted: ")
                .contains(what);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"line\":\"\u00ff\"}", "{\"line\":\"\u00ed\u00a0\u0080\"}"})
    void whatIsNoUtf8IsRefused(String latin1) {
        assertThat(refused(latin1.getBytes(ISO_8859_1))).startsWith("Line 1 is not accepted: ");
    }
}
