package dev.tailrace.log;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.model.Batch;
import dev.tailrace.model.Origin;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is in a segment is CRI, line for line, with times that rise. */
class RecordFormatTest {
    private static final String SEGMENT = "00000000000000000000.log";

    private final LogFixture stream;

    RecordFormatTest(@TempDir Path path) {
        stream = new LogFixture(path);
    }

    @AfterEach
    void close() throws IOException {
        stream.close();
    }

    @Test
    void aSegmentIsCriLines() throws IOException {
        stream.log().writer().readNow();
        stream.append(Origin.STDOUT, false, "out");
        stream.append(Origin.STDERR, true, "err");
        stream.append(Origin.SYSTEM, false, "");
        stream.log().writer().commit();
        assertThat(new String(stream.bytes(SEGMENT), UTF_8))
                .isEqualTo(
                        """
                        2026-11-20T04:00:00.123456789Z stdout F out
                        2026-11-20T04:00:00.123456790Z stderr P err
                        2026-11-20T04:00:00.123456791Z system F\s
                        """);
    }

    @Test
    void whateverTheContentIsItsHeaderIsCri() throws IOException {
        Random random = new Random(7);
        for (int i = 0; i < 500; i++) {
            byte[] content = new byte[random.nextInt(100)];
            random.nextBytes(content);
            for (int at = 0; at < content.length; at++) {
                content[at] = content[at] == '\n' ? 0 : content[at];
            }
            Origin origin = random.nextBoolean() ? Origin.STDERR : Origin.SYSTEM;
            stream.clock.move(Duration.ofNanos(random.nextLong(4_000_000_000L)));
            stream.log().writer().readNow();
            stream.log().writer().append(origin, random.nextBoolean(), content, 0, content.length);
        }
        stream.log().writer().commit();
        String segment = new String(stream.bytes(SEGMENT), ISO_8859_1);
        assertThat(segment).endsWith("\n");
        assertThat(segment.substring(0, segment.length() - 1).split("\n", -1))
                .hasSize(500)
                .allMatch(line ->
                        line.matches(
                                "(?s)\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{9}Z"
                                        + " (stdout|stderr|system) [PF] .*"));
    }

    @Test
    void aTimeIsThatOfTheReading() {
        stream.append("a");
        stream.clock.move(Duration.ofMillis(1500));
        stream.append("b");
        assertThat(times())
                .containsExactly(
                        "2026-11-20T04:00:00.123456789Z", "2026-11-20T04:00:01.623456789Z");
    }

    @Test
    void timesRiseWhileTheClockStandsStill() {
        stream.append("a", "b").append("c");
        assertThat(times())
                .containsExactly(
                        "2026-11-20T04:00:00.123456789Z",
                        "2026-11-20T04:00:00.123456790Z",
                        "2026-11-20T04:00:00.123456791Z");
    }

    @Test
    void timesRiseWhenTheClockGoesBack() {
        stream.append("a");
        stream.clock.move(Duration.ofHours(-1));
        stream.append("b");
        stream.clock.move(Duration.ofHours(2));
        stream.append("c");
        assertThat(times())
                .containsExactly(
                        "2026-11-20T04:00:00.123456789Z",
                        "2026-11-20T04:00:00.123456790Z",
                        "2026-11-20T05:00:00.123456789Z");
    }

    @Test
    void timesRiseOverASecondsEnd() throws IOException {
        stream.clock.move(Duration.ofNanos(999_999_999 - 123_456_789));
        stream.append("a", "b");
        assertThat(times())
                .containsExactly("2026-11-20T04:00:00.999999999Z", "2026-11-20T04:00:01Z");
        assertThat(new String(stream.bytes(SEGMENT), UTF_8))
                .contains("04:00:01.000000000Z stdout F b");
    }

    @Test
    void timesRiseOverReopening() throws IOException {
        stream.append("a");
        stream.clock.move(Duration.ofDays(-1));
        stream.reopen();
        stream.append("b");
        assertThat(stream.log().writer().lastTime())
                .isEqualTo(LogFixture.START.getEpochSecond() * 1_000_000_000L + 123_456_790);
    }

    private List<String> times() {
        List<String> times = new ArrayList<>();
        Batch batch = stream.log().recent().from(0);
        while (batch != null) {
            for (int i = 0; i < batch.count(); i++) {
                times.add(Instant.ofEpochSecond(0, batch.time(i)).toString());
            }
            batch = stream.log().recent().from(batch.next());
        }
        return times;
    }
}
