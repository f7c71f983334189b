package dev.tailrace.source.tail.lines;

import static dev.tailrace.model.Origin.STDERR;
import static dev.tailrace.model.Origin.STDOUT;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.model.Origin;
import dev.tailrace.source.Recorder;
import dev.tailrace.source.SourceItems;
import dev.tailrace.source.SourceTasks;
import dev.tailrace.source.TestLoop;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines as other programs write them. */
class LineFormatTest {
    @AutoClose final TestLoop test = new TestLoop();

    private final Recorder recorder = new Recorder();
    private final LongAdder malformed = new LongAdder();

    private int take(LineFormat format, String text) {
        byte[] bytes = text.getBytes(UTF_8);
        SourceItems items =
                new SourceItems(new SourceTasks(test.loop(), "lines", _ -> {}), () -> {}, () -> {});
        recorder.follow(items);
        return CompletableFuture.supplyAsync(
                        () -> format.reader(malformed).take(bytes, 0, bytes.length, STDOUT, items),
                        test.loop().executor())
                .join();
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
                LineFormat.CRI,
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
        take(LineFormat.CRI, cri(written, STDOUT, "F x"));
        assertThat(recorder.times()).containsExactly(nanos(meant));
    }

    @Test
    void criPartsAreJoinedPerOrigin() {
        take(
                LineFormat.CRI,
                cri("2026-11-20T04:00:00Z", STDOUT, "P one ")
                        + cri("2026-11-20T04:00:00Z", STDERR, "P er")
                        + cri("2026-11-20T04:00:00Z", STDOUT, "F line")
                        + cri("2026-11-20T04:00:00Z", STDERR, "F:more,tags ror"));
        assertThat(recorder.text(STDOUT)).isEqualTo("one line\n");
        assertThat(recorder.text(STDERR)).isEqualTo("error\n");
    }

    @Test
    void criContentIsWhateverFollowsTheTags() {
        take(LineFormat.CRI, cri("2026-11-20T04:00:00Z", STDOUT, "F  two  spaces "));
        take(LineFormat.CRI, cri("2026-11-20T04:00:00Z", STDOUT, "F "));
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
        take(LineFormat.CRI, line + "\n");
        assertThat(recorder.text(STDOUT)).isEqualTo(line + "\n");
        assertThat(malformed.sum()).isEqualTo(1);
    }

    @Test
    void anUnfinishedLineIsLeft() {
        String whole = cri("2026-11-20T04:00:00Z", STDOUT, "F a");
        assertThat(take(LineFormat.CRI, whole + "2026-11-20T04")).isEqualTo(whole.length());
        assertThat(take(LineFormat.RAW, "a\nb")).isEqualTo(2);
        assertThat(take(LineFormat.DOCKER_JSON, "{\"log\":")).isZero();
    }

    @Test
    void dockersLinesKeepTheirTimesAndOrigins() {
        take(
                LineFormat.DOCKER_JSON,
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
                LineFormat.DOCKER_JSON,
                docker("one ", STDOUT, "2026-11-20T04:00:00Z")
                        + docker("er", STDERR, "2026-11-20T04:00:00Z")
                        + docker("line\\n", STDOUT, "2026-11-20T04:00:00Z"));
        assertThat(recorder.text(STDOUT)).isEqualTo("one line\n");
        assertThat(recorder.text(STDERR)).isEqualTo("er");
    }

    @Test
    void dockersLinesMayHaveOtherFields() {
        take(
                LineFormat.DOCKER_JSON,
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
        take(LineFormat.DOCKER_JSON, line + "\n");
        assertThat(recorder.text(STDOUT)).isEqualTo(line + "\n");
        assertThat(malformed.sum()).isEqualTo(1);
    }

    @Test
    void twoOfDockersLinesWhoseNewlineIsLostAreTakenAsTheyAre() {
        String line = docker("a\\n", STDOUT, "2026-11-20T04:00:00Z").strip();
        take(LineFormat.DOCKER_JSON, line + line + "\n");
        assertThat(recorder.text(STDOUT)).isEqualTo(line + line + "\n");
    }

    @Test
    void aMalformedLineHasTheTimeOfTheLineBefore() {
        take(
                LineFormat.CRI,
                cri("2026-11-20T04:00:00Z", STDOUT, "F a")
                        + "half a li\n"
                        + cri("2026-11-20T04:00:01Z", STDOUT, "F b")
                        + "ne\n");
        assertThat(recorder.text(STDOUT)).isEqualTo("a\nhalf a li\nb\nne\n");
        assertThat(recorder.untimed()).containsExactly("half a li\n", "ne\n");
    }

    @Test
    void malformedLinesBeforeTheFirstTimeAreSoManyNanosecondsBeforeIt() {
        take(LineFormat.CRI, "bad\n\n" + cri("2026-11-20T04:00:00Z", STDOUT, "F a"));
        long first = nanos("2026-11-20T04:00:00Z");
        assertThat(recorder.times()).containsExactly(first - "bad\n\n".length(), first);
        assertThat(malformed.sum()).isEqualTo(2);
    }

    @Test
    void aLineTellsItsFormat() {
        assertThat(formatOf("2026-11-20T04:00:00.5Z stdout F a")).isEqualTo(LineFormat.CRI);
        assertThat(formatOf(docker("a\\n", STDOUT, "2026-11-20T04:00:00Z").strip()))
                .isEqualTo(LineFormat.DOCKER_JSON);
        assertThat(formatOf("listening on 9000")).isEqualTo(LineFormat.RAW);
        assertThat(formatOf("{\"level\":\"info\"}")).isEqualTo(LineFormat.RAW);
        assertThat(formatOf("2026-11-20T04:00:00Z INFO a")).isEqualTo(LineFormat.RAW);
    }

    private LineFormat formatOf(String line) {
        byte[] bytes = bytes(line);
        return LineFormat.ofLine(bytes, 0, bytes.length);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "20",
                "2026-11-20T04:00:00Z std",
                "2026-11-20T04:00:00Z stdout F a",
                "{\"lo",
                "{\"log\":\"a"
            })
    void aBeginningThatMayBecomeATimedLine(String text) {
        assertThat(LineFormat.mayBeTimed(bytes(text), 0, text.length())).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Name: ", ".....", "2026 items", "{\"level"})
    void aBeginningThatBecomesNone(String text) {
        assertThat(LineFormat.mayBeTimed(bytes(text), 0, text.length())).isFalse();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
