package dev.tailrace.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.model.Batch;
import dev.tailrace.model.Cri;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Where reading begins: by time, and backwards. Record {@code n} is {@code n} ms after the start.
 */
class LogSearchTest {
    private static final long START =
            LogFixture.START.getEpochSecond() * 1_000_000_000L + LogFixture.START.getNano();
    private static final long MS = 1_000_000;

    /** Ten records of two digits a segment, so that every search crosses some. */
    private final LogFixture stream;

    LogSearchTest(@TempDir Path path) {
        stream = new LogFixture(path, LogFixture.bounds(10 * (Cri.OVERHEAD_BYTES + 2), 64 * 1024));
    }

    @AfterEach
    void close() throws IOException {
        stream.close();
    }

    @Test
    void anEmptyLogHasItsEndEverywhere() throws IOException {
        assertThat(search().firstAt(0)).isZero();
        assertThat(search().firstAt(Long.MAX_VALUE)).isZero();
        assertThat(search().before(0)).isNull();
    }

    @Test
    void aTimeIsFoundInMemory() throws IOException {
        stream.appendNumbers(0, 100);
        findsEveryTime();
    }

    @Test
    void aTimeIsFoundInFiles() throws IOException {
        stream.appendNumbers(0, 100);
        stream.reopen();
        findsEveryTime();
    }

    private void findsEveryTime() throws IOException {
        assertThat(search().firstAt(Long.MIN_VALUE)).isZero();
        assertThat(search().firstAt(0)).isZero();
        for (int seq = 0; seq < 100; seq++) {
            assertThat(search().firstAt(START + seq * MS - 1)).isEqualTo(seq);
            assertThat(search().firstAt(START + seq * MS)).isEqualTo(seq);
            assertThat(search().firstAt(START + seq * MS + 1)).isEqualTo(seq + 1);
        }
        assertThat(search().firstAt(Long.MAX_VALUE)).isEqualTo(100);
    }

    @Test
    void aTimeInAHoleIsThatOfTheRecordAfterIt() throws IOException {
        lose20To40Of60();
        stream.reopen();
        assertThat(search().firstAt(START + 19 * MS)).isEqualTo(19);
        assertThat(search().firstAt(START + 30 * MS)).isEqualTo(40);
        assertThat(search().firstAt(START + 45 * MS + 1000 * MS)).isEqualTo(46);
    }

    @Test
    void whatFilesHaveLostIsFoundInMemory() throws IOException {
        LogSettings small = LogFixture.bounds(1 << 20, 8192);
        try (LogFixture full = new LogFixture(stream.path.resolve("full"), small)) {
            full.appendNumbers(0, 20);
            full.folder.fillUpAfter(0);
            for (int i = 20; i < 500; i++) {
                full.appendNumbers(i, i + 1);
                full.clock.move(Duration.ofMillis(-1).plusNanos(1));
            }
            full.folder.recover();
            full.clock.move(Duration.ofSeconds(1));
            full.append("500");
            long first = full.log().recent().first();
            assertThat(first).isBetween(21L, 490L);
            assertThat(full.inFiles(20)).startsWith("20-499 disk-full", "500 500");
            for (long seq = first; seq <= 500; seq += 5) {
                long time = Objects.requireNonNull(full.log().recent().from(seq)).time(0);
                assertThat(full.log().search().firstAt(time)).isEqualTo(seq);
            }
        }
    }

    @Test
    void readingBackwardsFromTheEndInMemoryComesToTheBeginning() throws IOException {
        stream.appendNumbers(0, 60);
        assertThat(backwardsFrom(60)).isEqualTo(LogFixture.numbers(0, 60));
        assertThat(backwardsFrom(1)).isEqualTo(LogFixture.numbers(0, 1));
        assertThat(search().before(0)).isNull();
    }

    @Test
    void readingBackwardsInFilesComesToTheBeginning() throws IOException {
        stream.appendNumbers(0, 60);
        stream.reopen();
        for (int end = 1; end <= 60; end++) {
            assertThat(backwardsFrom(end)).isEqualTo(LogFixture.numbers(0, end));
        }
    }

    @Test
    void readingBackwardsPassesOverHoles() throws IOException {
        lose20To40Of60();
        stream.reopen();
        List<String> expected = LogFixture.numbers(0, 20);
        assertThat(backwardsFrom(30)).isEqualTo(expected);
        assertThat(backwardsFrom(40)).isEqualTo(expected);
        expected.add("40 40");
        assertThat(backwardsFrom(41)).isEqualTo(expected);
    }

    @Test
    void readingBackwardsPassesOverDamage() throws IOException {
        stream.appendNumbers(0, 60);
        stream.reopen();
        String segment = "00000000000000000010.log";
        byte[] bytes = stream.bytes(segment);
        for (int record : new int[] {0, 4, 5}) {
            bytes[record * (Cri.OVERHEAD_BYTES + 2)] = 'x';
        }
        stream.overwrite(segment, bytes);
        List<String> expected = LogFixture.numbers(0, 60);
        expected.removeAll(List.of("10 10", "14 14", "15 15"));
        assertThat(backwardsFrom(60)).isEqualTo(expected);
    }

    @Test
    void aSegmentOfNothingButDamageIsPassedOver() throws IOException {
        stream.appendNumbers(0, 60);
        stream.reopen();
        String segment = "00000000000000000010.log";
        byte[] bytes = stream.bytes(segment);
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = bytes[i] == '\n' ? bytes[i] : (byte) 'x';
        }
        stream.overwrite(segment, bytes);
        List<String> expected = LogFixture.numbers(0, 10);
        expected.addAll(LogFixture.numbers(20, 60));
        assertThat(backwardsFrom(60)).isEqualTo(expected);
        assertThat(search().firstAt(START + 15 * MS)).isEqualTo(20);
    }

    /** Records 20 to 39 are not taken by the disk; 40 and on are written a second later. */
    private void lose20To40Of60() {
        stream.appendNumbers(0, 20);
        stream.folder.fillUpAfter(0);
        stream.appendNumbers(20, 40);
        stream.folder.recover();
        stream.clock.move(Duration.ofSeconds(1));
        stream.appendNumbers(40, 60);
    }

    private List<String> backwardsFrom(long end) throws IOException {
        List<String> found = new ArrayList<>();
        Batch batch = search().before(end);
        while (batch != null) {
            assertThat(batch.next()).isLessThanOrEqualTo(end);
            found.addAll(0, LogFixture.texts(batch));
            end = batch.first();
            batch = search().before(end);
        }
        return found;
    }

    private LogSearch search() {
        return stream.log().search();
    }
}
