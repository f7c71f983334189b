package dev.tailrace.hub.ingest;

import static dev.tailrace.Waiting.await;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.hub.HubFixture;
import dev.tailrace.hub.Records;
import dev.tailrace.hub.stream.LogStream;
import dev.tailrace.model.Line;
import dev.tailrace.model.Origin;
import dev.tailrace.model.StreamName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of the times in files in which something is wrong. */
class TimesInFilesTest {
    private static final String NULS = "\0".repeat(200);

    private final Path file;
    private final HubFixture gateway;

    TimesInFilesTest(@TempDir Path folder) {
        file = folder.resolve("app.log");
        gateway = new HubFixture(folder.resolve("data"));
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    private static String cri(String time, String text) {
        return "2026-11-20T" + time + "Z stdout F " + text + "\n";
    }

    private static String docker(String time, String text) {
        return "{\"log\":\"%s\\n\",\"stream\":\"stdout\",\"time\":\"2026-11-20T%sZ\"}\n"
                .formatted(text, time);
    }

    private void write(String text) throws IOException {
        Files.writeString(
                file, text, ISO_8859_1, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private LogStream follow() {
        gateway.reopen("tailrace.streams.app.tail.path", file.toString());
        gateway.hub().configured().start();
        return gateway.hub().streams().find(new StreamName("app")).orElseThrow();
    }

    /** Its lines once there are so many, each with its time of day. */
    private static List<String> lines(LogStream stream, int count) {
        await().until(() -> stream.next() >= count);
        return Records.of(stream).stream()
                .filter(line -> line.origin() != Origin.SYSTEM)
                .map(TimesInFilesTest::text)
                .toList();
    }

    private static String text(Line line) {
        String time = Instant.EPOCH.plusNanos(line.time()).toString();
        return time.substring("2026-11-20T".length())
                + " "
                + new String(line.content(), ISO_8859_1);
    }

    private long malformed() {
        return gateway.hub().sources().tailCounters().orElseThrow().malformedLines();
    }

    @Test
    void aMalformedLineComesRightAfterTheLineBeforeAndLaterOnesKeepTheirTimes() throws IOException {
        write(cri("10:00:01", "a") + "no CRI\n" + cri("10:00:02", "b"));
        assertThat(lines(follow(), 3))
                .containsExactly("10:00:01Z a", "10:00:01.000000001Z no CRI", "10:00:02Z b");
        assertThat(malformed()).isEqualTo(1);
    }

    @Test
    void nulBytesInTheMiddleOfDockersLinesLeaveTheirTimesAsTheyAre() throws IOException {
        String spoilt = NULS + docker("10:00:02", "b");
        write(docker("10:00:01", "a") + spoilt + docker("10:00:03", "c"));
        assertThat(lines(follow(), 3))
                .containsExactly(
                        "10:00:01Z a",
                        "10:00:01.000000001Z " + spoilt.stripTrailing(),
                        "10:00:03Z c");
    }

    @Test
    void linesBeforeTheFirstTimeComeBeforeIt() throws IOException {
        write("one\ntwo\n" + cri("10:00:01", "a") + cri("10:00:02", "b"));
        assertThat(lines(follow(), 4))
                .containsExactly(
                        "10:00:00.999999992Z one",
                        "10:00:00.999999993Z two",
                        "10:00:01Z a",
                        "10:00:02Z b");
    }

    @Test
    void aPieceOfALineThatIsTooLongLeavesLaterTimesAsTheyAre() throws IOException {
        write(cri("10:00:01", "a") + "\0".repeat(1_500_000) + "\n" + cri("10:00:02", "b"));
        LogStream stream = follow();
        await().untilAsserted(() -> assertThat(lines(stream, 3)).endsWith("10:00:02Z b"));
    }

    @Test
    void aLossLeavesTheTimesOfOlderLinesAsTheyAre() throws IOException {
        Files.write(file.resolveSibling("app.log.1.gz"), new byte[] {0x1f, (byte) 0x8b, 8, 0});
        write(cri("10:00:01", "a"));
        Files.write(file.resolveSibling("app.log.2"), cri("10:00:00", "z").getBytes(ISO_8859_1));
        assertThat(lines(follow(), 3)).containsExactly("10:00:00Z z", "10:00:01Z a");
    }

    @Test
    void oneTimeInTheFutureIsNotThatOfLaterLines() throws IOException {
        String future = "2199-01-01T00:00:00Z stdout F b\n";
        write(cri("10:00:01", "a") + future + cri("10:00:02", "c"));
        LogStream stream = follow();
        await().until(() -> stream.next() == 4);
        assertThat(stream.lastTime())
                .isLessThan(Instant.parse("2199-01-01T00:00:00Z").toEpochMilli() * 1_000_000);
        assertThat(Records.systemOf(stream))
                .containsExactly("{\"state\":\"ahead\",\"said\":\"2199-01-01T00:00:00Z\"}");
    }

    @Test
    void aHoleAtItsBeginningDoesNotMakeAWholeFileRaw() throws IOException {
        String hole = NULS + docker("10:00:01", "a");
        write(hole + docker("10:00:02", "b") + docker("10:00:03", "c"));
        assertThat(lines(follow(), 3)).hasSize(3).endsWith("10:00:02Z b", "10:00:03Z c");
        assertThat(malformed()).isEqualTo(1);
    }

    @Test
    void halfARecordAtItsBeginningDoesNotMakeAWholeFileRaw() throws IOException {
        write("og\":\"half\\n\"}\n" + docker("10:00:02", "b"));
        assertThat(lines(follow(), 2)).hasSize(2).endsWith("10:00:02Z b");
        assertThat(malformed()).isEqualTo(1);
    }

    @Test
    void aBadFirstLineThatCameAloneIsCountedOnceTheFormatIsKnown() throws IOException {
        write("bad\n");
        LogStream stream = follow();
        await().until(() -> stream.next() == 1);
        write(docker("10:00:02", "b"));
        await().until(() -> stream.next() == 2);
        assertThat(Records.textsOf(stream)).containsExactly("stdout F bad", "stdout F b");
        assertThat(malformed()).isEqualTo(1);
    }

    @Test
    void aFileThatIsReadOnInItsMiddleIsStillOfTheFormatOfItsBeginning() throws IOException {
        write("bad\n" + docker("10:00:02", "b"));
        lines(follow(), 2);
        gateway.hub().drain();
        write("bad too\n" + docker("10:00:03", "c"));
        assertThat(lines(follow(), 4))
                .endsWith("10:00:02Z b", "10:00:02.000000001Z bad too", "10:00:03Z c");
    }

    @Test
    void aFileOfManyOtherLinesIsRaw() throws IOException {
        write("other\n".repeat(16) + docker("10:00:02", "b"));
        LogStream stream = follow();
        await().until(() -> stream.next() == 17);
        assertThat(Records.textsOf(stream).getLast())
                .isEqualTo("stdout F " + docker("10:00:02", "b").stripTrailing());
        assertThat(malformed()).isZero();
    }
}
