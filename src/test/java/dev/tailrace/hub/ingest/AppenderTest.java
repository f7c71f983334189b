package dev.tailrace.hub.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.log.LogTime;
import dev.tailrace.log.SettableClock;
import dev.tailrace.log.StreamLog;
import dev.tailrace.log.TestLogs;
import dev.tailrace.model.Batch;
import dev.tailrace.model.Origin;
import dev.tailrace.model.StreamName;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Times that producers tell, against a clock that stands at noon. */
class AppenderTest {
    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
    private static final Duration MAX_AHEAD = Duration.ofMinutes(5);

    private final SettableClock clock = new SettableClock(NOON);
    private final StreamLog log;
    private final Appender appender;

    AppenderTest() throws IOException {
        log =
                TestLogs.open(
                        TestLogs.folderInMemory(),
                        TestLogs.settings(1 << 20, 1 << 20, 1024),
                        clock);
        LogTime time = new LogTime(clock, () -> nanos(clock.instant()));
        appender = new Appender(new StreamName("s"), log.writer(), time, MAX_AHEAD);
    }

    @AfterEach
    void close() throws IOException {
        log.close();
    }

    private static long nanos(Instant time) {
        return time.getEpochSecond() * 1_000_000_000 + time.getNano();
    }

    private void append(Instant said) {
        appender.at(nanos(said));
        appender.append(Origin.STDOUT, false, new byte[] {'x'}, 0, 1);
        appender.commit();
    }

    private List<String> times(Origin origin) {
        List<String> times = new ArrayList<>();
        for (Batch batch = log.recent().from(0);
                batch != null;
                batch = log.recent().from(batch.next())) {
            for (int i = 0; i < batch.count(); i++) {
                if (batch.origin(i) == origin) {
                    times.add(Instant.EPOCH.plusNanos(batch.time(i)).toString());
                }
            }
        }
        return times;
    }

    @Test
    void aTimeThatIsAsFarAheadAsMayBeIsKept() {
        append(NOON.plus(MAX_AHEAD));
        assertThat(times(Origin.STDOUT)).containsExactly("2026-11-20T12:05:00Z");
        assertThat(appender.ahead()).isZero();
    }

    @Test
    void aTimeBeyondThatIsReplacedByTheClocks() {
        append(NOON.plus(MAX_AHEAD).plusNanos(1));
        clock.move(Duration.ofSeconds(1));
        append(NOON.plusSeconds(1));
        assertThat(times(Origin.STDOUT))
                .containsExactly("2026-11-20T12:00:00.000000001Z", "2026-11-20T12:00:01Z");
        assertThat(appender.ahead()).isEqualTo(1);
    }

    @Test
    void theClocksTimeIsNotBeforeTheRecordBefore() {
        append(NOON.plus(MAX_AHEAD));
        append(NOON.plus(Duration.ofDays(1)));
        assertThat(times(Origin.STDOUT))
                .containsExactly("2026-11-20T12:05:00Z", "2026-11-20T12:05:00.000000002Z");
    }

    @Test
    void whatWasSaidIsSaidOnceAMinute() {
        Instant said = NOON.plus(Duration.ofDays(365));
        append(said);
        append(said);
        clock.move(Duration.ofSeconds(59));
        append(said);
        assertThat(times(Origin.SYSTEM)).hasSize(1);
        clock.move(Duration.ofSeconds(1));
        append(said);
        assertThat(times(Origin.SYSTEM)).hasSize(2);
        assertThat(appender.ahead()).isEqualTo(4);
    }
}
