package dev.tailrace.source.tail;

import static dev.tailrace.model.Origin.STDERR;
import static dev.tailrace.model.Origin.STDOUT;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.model.Origin;
import dev.tailrace.source.Recorder;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines as other programs write them. */
class LineFormatTest {
    private final Recorder recorder = new Recorder();
    private final TailCounters counters = new TailCounters();

    private int take(TailFormat format, String text) {
        byte[] bytes = text.getBytes(UTF_8);
        return format.reader(counters).take(bytes, 0, bytes.length, STDOUT, new Handover(recorder));
    }

    private static long nanos(String time) {
        Instant instant = Instant.parse(time);
        return instant.getEpochSecond() * 1_000_000_000L + instant.getNano();
    }

    private static String cri(String time, Origin origin, String tagged) {
        return time + " " + origin.text() + " " + tagged + "\n";
    }

    private static String docker(String log, Origin origin, String time) {
        return "{\"log\":\"%s\",\"stream\":\"%s\",\"time\":\"%s\"}\n"
                .formatted(log, origin.text(), time);
    }

    @Test
    void criLinesKeepTheirTimesAndOrigins() {
        take(
                TailFormat.CRI,
                cri("2026-11-20T04:00:00.5Z", STDOUT, "F out")
                        + cri("2026-11-20T04:00:00.123456789Z", STDERR, "F err"));
        assertThat(recorder.text(STDOUT)).isEqualTo("out\n");
        assertThat(recorder.text(STDERR)).isEqualTo("err\n");
        assertThat(recorder.times())
                .containsExactly(
                        nanos("2026-11-20T04:00:00.5Z"), nanos("2026-11-20T04:00:00.123456789Z"));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-20T04:00:00Z, 2026-11-20T04:00:00Z",
        "2026-11-20T04:00:00.1Z, 2026-11-20T04:00:00.1Z",
        "2026-11-20T04:00:00.12345678Z, 2026-11-20T04:00:00.12345678Z",
        "2026-11-20T06:00:00.000000001+02:00, 2026-11-20T04:00:00.000000001Z",
        "2026-11-19T22:30:00-05:30, 2026-11-20T04:00:00Z",
        "1969-12-31T23:59:59.9Z, 1969-12-31T23:59:59.9Z"
    })
    void timesOfEveryForm(String written, String meant) {
        take(TailFormat.CRI, cri(written, STDOUT, "F x"));
        assertThat(recorder.times()).containsExactly(nanos(meant));
    }

    @Test
    void criPartsAreJoinedPerOrigin() {
        take(
                TailFormat.CRI,
                cri("2026-11-20T04:00:00Z", STDOUT, "P one ")
                        + cri("2026-11-20T04:00:00Z", STDERR, "P er")
                        + cri("2026-11-20T04:00:00Z", STDOUT, "F line")
                        + cri("2026-11-20T04:00:00Z", STDERR, "F:more,tags ror"));
        assertThat(recorder.text(STDOUT)).isEqualTo("one line\n");
        assertThat(recorder.text(STDERR)).isEqualTo("error\n");
    }

    @Test
    void criContentIsWhateverFollowsTheTags() {
        take(TailFormat.CRI, cri("2026-11-20T04:00:00Z", STDOUT, "F  two  spaces "));
        take(TailFormat.CRI, cri("2026-11-20T04:00:00Z", STDOUT, "F "));
        assertThat(recorder.text(STDOUT)).isEqualTo(" two  spaces \n\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no cri line at all",
                "",
                "2026-11-20T04:00:00Z stdout X text",
                "2026-11-20T04:00:00Z stdout F",
                "2026-11-20T04:00:00Z stdwhat F text",
                "2026-13-20T04:00:00Z stdout F text",
                "2026-11-20T04:00:00 stdout F text",
                "9999-11-20T04:00:00Z stdout F text"
            })
    void whatIsNoCriLineIsTakenAsItIs(String line) {
        take(TailFormat.CRI, line + "\n");
        assertThat(recorder.text(STDOUT)).isEqualTo(line + "\n");
        assertThat(counters.malformedLines()).isEqualTo(1);
    }

    @Test
    void anUnfinishedLineIsLeft() {
        String whole = cri("2026-11-20T04:00:00Z", STDOUT, "F a");
        assertThat(take(TailFormat.CRI, whole + "2026-11-20T04")).isEqualTo(whole.length());
        assertThat(take(TailFormat.RAW, "a\nb")).isEqualTo(2);
        assertThat(take(TailFormat.DOCKER_JSON, "{\"log\":")).isZero();
    }

    @Test
    void dockersLinesKeepTheirTimesAndOrigins() {
        take(
                TailFormat.DOCKER_JSON,
                docker("out \\u00e4 \\\"q\\\" \\u001b[0m\\n", STDOUT, "2026-11-20T04:00:00.5Z")
                        + docker("err\\n", STDERR, "2026-11-20T04:00:01Z"));
        assertThat(recorder.text(STDOUT)).isEqualTo("out ä \"q\" \u001b[0m\n");
        assertThat(recorder.text(STDERR)).isEqualTo("err\n");
        assertThat(recorder.times())
                .containsExactly(nanos("2026-11-20T04:00:00.5Z"), nanos("2026-11-20T04:00:01Z"));
    }

    @Test
    void dockersPartsAreJoinedPerOrigin() {
        take(
                TailFormat.DOCKER_JSON,
                docker("one ", STDOUT, "2026-11-20T04:00:00Z")
                        + docker("er", STDERR, "2026-11-20T04:00:00Z")
                        + docker("line\\n", STDOUT, "2026-11-20T04:00:00Z"));
        assertThat(recorder.text(STDOUT)).isEqualTo("one line\n");
        assertThat(recorder.text(STDERR)).isEqualTo("er");
    }

    @Test
    void dockersLinesMayHaveOtherFields() {
        take(
                TailFormat.DOCKER_JSON,
                "{\"attrs\":{\"a\":[1,{\"log\":\"no\"}]},\"time\":\"2026-11-20T04:00:00Z\","
                        + "\"stream\":\"stderr\",\"log\":\"yes\\n\"}\n");
        assertThat(recorder.text(STDERR)).isEqualTo("yes\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"log\":\"a\\n\",\"stream\":\"stdout\"}",
                "{\"log\":\"a\\n\",\"stream\":\"system\",\"time\":\"2026-11-20T04:00:00Z\"}",
                "{\"log\":1,\"stream\":\"stdout\",\"time\":\"2026-11-20T04:00:00Z\"}",
                "{\"log\":\"a",
                "[]",
                "plain"
            })
    void whatIsNoneOfDockersLinesIsTakenAsItIs(String line) {
        take(TailFormat.DOCKER_JSON, line + "\n");
        assertThat(recorder.text(STDOUT)).isEqualTo(line + "\n");
        assertThat(counters.malformedLines()).isEqualTo(1);
    }

    @Test
    void theFirstLineTellsTheFormat() {
        assertThat(TailFormat.detect(bytes("2026-11-20T04:00:00.5Z stdout F a\n")))
                .contains(TailFormat.CRI);
        assertThat(TailFormat.detect(bytes(docker("a\\n", STDOUT, "2026-11-20T04:00:00Z"))))
                .contains(TailFormat.DOCKER_JSON);
        assertThat(TailFormat.detect(bytes("listening on 9000\n"))).contains(TailFormat.RAW);
        assertThat(TailFormat.detect(bytes("{\"level\":\"info\"}\n"))).contains(TailFormat.RAW);
        assertThat(TailFormat.detect(bytes("2026-11-20T04:00:00Z INFO a\n")))
                .contains(TailFormat.RAW);
    }

    @Test
    void aBeginningThatMayBecomeEitherTellsNothingYet() {
        for (String text : List.of("", "20", "2026-11-20T04:00:00Z std", "{\"lo", "{\"log\":\"a")) {
            assertThat(TailFormat.detect(bytes(text))).as(text).isEmpty();
        }
        assertThat(TailFormat.detect(bytes("Name: "))).contains(TailFormat.RAW);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
