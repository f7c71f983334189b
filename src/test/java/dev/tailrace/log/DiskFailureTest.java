package dev.tailrace.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tailrace.model.Cri;
import dev.tailrace.model.Gap;
import dev.tailrace.model.GapReason;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the disk does not take is delivered live, and missing from history by exact ranges. */
class DiskFailureTest {
    private static final Duration UNTIL_RETRY = Duration.ofSeconds(1);
    private static final int PROBE_BYTES = 64 * 1024;
    private static final Pattern FOUND = Pattern.compile("(\\d+)(?:-(\\d+))? (.*)");

    private final Path path;

    DiskFailureTest(@TempDir Path path) {
        this.path = path;
    }

    @Test
    void liveReadersGetWhatTheDiskDoesNotTake() throws IOException {
        try (LogFixture stream = new LogFixture(path)) {
            stream.appendNumbers(0, 10);
            stream.folder.fillUpAfter(0);
            stream.appendNumbers(10, 20);
            assertThat(stream.inTail(0)).isEqualTo(LogFixture.numbers(0, 20));
            List<String> expected = LogFixture.numbers(0, 10);
            expected.add("10-19 disk-full");
            assertThat(stream.inFiles(0)).isEqualTo(expected);
            stream.folder.recover();
        }
    }

    @Test
    void historyHasAnExactGapAndGoesOnWhenTheDiskIsWellAgain() throws IOException {
        try (LogFixture stream = failedFrom10To20AndResumed()) {
            List<String> expected = LogFixture.numbers(0, 10);
            expected.add("10-19 disk-full");
            expected.addAll(List.of("20 20", "21 " + recordOf(10, 19)));
            for (int i = 21; i < 30; i++) {
                expected.add(i + 1 + " " + i);
            }
            assertThat(stream.inFiles(0)).isEqualTo(expected);
            assertThat(stream.inFiles(15)).startsWith("15-19 disk-full", "20 20");
            stream.reopen();
            assertThat(stream.inFiles(0)).isEqualTo(expected);
            stream.open();
            assertThat(stream.inFiles(0)).isEqualTo(expected);
            assertThat(stream.log().next()).isEqualTo(31);
        }
    }

    @Test
    void theMarksStayBeforeWhatTheDiskDoesNotTakeUntilItIsWellAgain() throws IOException {
        try (LogFixture stream = new LogFixture(path)) {
            stream.appendNumbers(0, 10);
            stream.folder.fillUpAfter(0);
            stream.appendNumbers(10, 20);
            stream.log().keeper().sync();
            assertThat(stream.log().next()).isEqualTo(20);
            assertThat(stream.log().written()).isEqualTo(10);
            assertThat(stream.log().durable()).isEqualTo(10);
            assertThat(stream.log().settled()).isEqualTo(20);
            stream.folder.recover();
            stream.clock.move(UNTIL_RETRY);
            stream.appendNumbers(20, 30);
            stream.log().keeper().sync();
            assertThat(stream.log().written()).isEqualTo(stream.log().next());
            assertThat(stream.log().durable()).isEqualTo(stream.log().next());
        }
    }

    @Test
    void aReaderThatWasThereBeforeGetsTheSameGap() throws IOException {
        try (LogFixture stream = new LogFixture(path)) {
            stream.appendNumbers(0, 10);
            SegmentReader reader = stream.log().reader();
            assertThat(reader.read(0)).isInstanceOf(ReadResult.Records.class);
            assertThat(reader.read(10)).isInstanceOf(ReadResult.AtEnd.class);
            stream.folder.fillUpAfter(0);
            stream.appendNumbers(10, 20);
            assertThat(reader.read(10)).isEqualTo(diskFull(10, 19));
            stream.folder.recover();
            stream.clock.move(UNTIL_RETRY);
            stream.appendNumbers(20, 30);
            assertThat(reader.read(10))
                    .isInstanceOfSatisfying(
                            ReadResult.Missing.class,
                            missing -> assertThat(missing.gap().to()).isEqualTo(19));
            assertThat(reader.read(20)).isInstanceOf(ReadResult.Records.class);
            reader.close();
        }
    }

    @Test
    void aReaderInASegmentThatNeverGotARecordIsToldOfTheDiskNotOfRetention() throws IOException {
        try (LogFixture stream = new LogFixture(path)) {
            stream.appendNumbers(0, 10);
            stream.folder.fillUpAfter(0);
            stream.appendNumbers(10, 12);
            stream.clock.move(UNTIL_RETRY);
            stream.folder.fillUpAfter(PROBE_BYTES);
            stream.appendNumbers(12, 14);
            assertThat(stream.files(".log")).hasSize(2);
            SegmentReader reader = stream.log().reader();
            assertThat(reader.read(10)).isEqualTo(diskFull(10, 13));
            assertThat(reader.read(12)).isEqualTo(diskFull(12, 13));
            stream.folder.recover();
            stream.clock.move(UNTIL_RETRY);
            stream.appendNumbers(14, 20);
            assertThat(stream.files(".log")).hasSize(2);
            assertThat(reader.read(12)).isEqualTo(diskFull(12, 13));
            reader.close();
        }
    }

    private static ReadResult diskFull(long from, long to) {
        return new ReadResult.Missing(new Gap(from, to, GapReason.DISK_FULL));
    }

    @Test
    void writingIsNotTriedAgainAtOnce() throws IOException {
        try (LogFixture stream = new LogFixture(path)) {
            stream.append("a");
            stream.folder.fillUpAfter(0);
            stream.append("b");
            stream.folder.recover();
            stream.append("c");
            stream.clock.move(UNTIL_RETRY);
            stream.append("d");
            assertThat(stream.inFiles(0))
                    .containsExactly("0 a", "1-2 disk-full", "3 d", "4 " + recordOf(1, 2));
        }
    }

    @Test
    void aFullDiskThatTakesNamesAloneIsFullAndNothingIsRecordedOnIt() throws IOException {
        try (LogFixture stream = new LogFixture(path)) {
            stream.append("a");
            stream.folder.fillUpAfter(0);
            stream.append("b");
            for (int i = 0; i < 10; i++) {
                stream.clock.move(UNTIL_RETRY);
                stream.log().tend();
                assertThat(stream.log().isFailing()).isTrue();
            }
            assertThat(stream.log().next()).isEqualTo(2);
            stream.folder.recover();
            stream.clock.move(UNTIL_RETRY);
            stream.log().tend();
            assertThat(stream.log().isFailing()).isFalse();
            assertThat(stream.inFiles(0))
                    .containsExactly("0 a", "1-1 disk-full", "2 " + recordOf(1, 1));
            assertThat(stream.files(".new")).isEmpty();
        }
    }

    @Test
    void failingOverAndOverLeavesNoHeapOfFiles() throws IOException {
        try (LogFixture stream = new LogFixture(path)) {
            stream.append("a");
            stream.folder.fillUpAfter(0);
            for (int i = 0; i < 100; i++) {
                stream.append("lost");
                stream.clock.move(UNTIL_RETRY);
            }
            assertThat(stream.files(".log")).hasSizeLessThanOrEqualTo(2);
            assertThat(stream.files(".idx")).hasSizeLessThanOrEqualTo(2);
            stream.folder.recover();
            stream.append("b");
            assertThat(stream.inFiles(0))
                    .containsExactly("0 a", "1-100 disk-full", "101 b", "102 " + recordOf(1, 100));
            assertThat(stream.files(".log")).hasSize(2);
        }
    }

    @Test
    void theNumbersOfLostRecordsAreNotUsedAgain() throws IOException {
        try (LogFixture stream = new LogFixture(path)) {
            stream.append("a");
            stream.folder.fillUpAfter(0);
            stream.append("b");
            stream.append("c");
            stream.reopen();
            stream.folder.recover();
            assertThat(stream.log().next()).isEqualTo(3);
            stream.append("d");
            assertThat(stream.inFiles(0))
                    .containsExactly("0 a", "1-2 disk-full", "3 " + recordOf(1, 2), "4 d");
            stream.folder.fillUpAfter(0);
            stream.append("e");
            stream.open(); // as after kill -9
            stream.folder.recover();
            assertThat(stream.log().next()).isEqualTo(6);
        }
    }

    @Test
    void aSegmentThatCannotBeMadeIsAGap() throws IOException {
        LogSettings small = LogFixture.bounds(2 * (Cri.OVERHEAD_BYTES + 1), 1 << 20);
        try (LogFixture stream = new LogFixture(path, small)) {
            stream.append("a", "b");
            stream.folder.refuseNewFiles();
            stream.append("c", "d");
            stream.folder.recover();
            stream.clock.move(UNTIL_RETRY);
            stream.append("e");
            assertThat(stream.inFiles(0))
                    .containsExactly("0 a", "1 b", "2-3 disk-full", "4 e", "5 " + recordOf(2, 3));
        }
    }

    @Test
    void afterAFailedSyncWhatMemoryHasIsWrittenAgain() throws IOException {
        LogSettings small = LogFixture.bounds(2 * (Cri.OVERHEAD_BYTES + 1), 1 << 20);
        try (LogFixture stream = new LogFixture(path, small)) {
            stream.append("a", "b");
            stream.log().keeper().sync();
            stream.append("c", "d", "e");
            stream.folder.refuseSync();
            assertThatThrownBy(() -> stream.log().keeper().sync()).isInstanceOf(IOException.class);
            assertThat(stream.log().durable()).isEqualTo(2);
            stream.folder.recover();
            stream.log().rewrite();
            stream.append("f");
            stream.log().keeper().sync();
            assertThat(stream.log().durable()).isEqualTo(6);
            List<String> expected = List.of("0 a", "1 b", "2 c", "3 d", "4 e", "5 f");
            assertThat(stream.inFiles(0)).isEqualTo(expected);
            assertThat(stream.files(".suspect")).isEmpty();
            stream.reopen();
            assertThat(stream.inFiles(0)).isEqualTo(expected);
        }
    }

    @Test
    void afterAFailedSyncWhatRetentionHasRemovedIsNotWrittenAgain() throws IOException {
        LogSettings small = LogFixture.bounds(2 * (Cri.OVERHEAD_BYTES + 1), 1 << 20);
        try (LogFixture stream = new LogFixture(path, small)) {
            stream.append("a", "b", "c", "d", "e");
            stream.folder.refuseSync();
            assertThatThrownBy(() -> stream.log().keeper().sync()).isInstanceOf(IOException.class);
            stream.folder.recover();
            stream.log().keeper().removeOldest();
            stream.log().rewrite();
            assertThat(stream.inFiles(2)).containsExactly("2 c", "3 d", "4 e");
            assertThat(stream.files(".log"))
                    .allMatch(name -> !name.toString().endsWith("00000000000000000000.log"));
        }
    }

    /**
     * Wherever the disk fills up, history says the same before and after reopening, and is whole.
     */
    @Test
    void theGapIsTheSameAfterReopeningWhereverTheDiskFillsUp() throws IOException {
        LogSettings small = LogFixture.bounds(5 * (Cri.OVERHEAD_BYTES + 5), 1 << 20);
        for (int room = 0; room < 1000; room += 7) {
            try (LogFixture stream = new LogFixture(path.resolve("room-" + room), small)) {
                stream.append("early", "lines");
                stream.folder.fillUpAfter(room);
                for (int i = 0; i < 3; i++) {
                    stream.append(Collections.nCopies(4, "large").toArray(String[]::new));
                    stream.clock.move(UNTIL_RETRY);
                }
                stream.folder.recover();
                stream.append("later", "lines");
                List<String> history = stream.inFiles(0);
                assertCovers(history, stream.log().next(), "room " + room);
                stream.reopen();
                assertThat(stream.inFiles(0)).as("room %d", room).isEqualTo(history);
            }
        }
    }

    /** What the log itself says of a gap, once it is over. */
    private static String recordOf(long from, long to) {
        return "{\"state\":\"gap\",\"from\":%d,\"to\":%d,\"lines\":%d,\"reason\":\"disk-full\"}"
                .formatted(from, to, to - from + 1);
    }

    private LogFixture failedFrom10To20AndResumed() {
        LogFixture stream = new LogFixture(path).appendNumbers(0, 10);
        stream.folder.fillUpAfter(0);
        stream.appendNumbers(10, 20);
        stream.folder.recover();
        stream.clock.move(UNTIL_RETRY);
        return stream.appendNumbers(20, 30);
    }

    /** Records and gaps follow each other without overlap, from 0 to before {@code end}. */
    private static void assertCovers(List<String> history, long end, String which) {
        List<String> wrong = new ArrayList<>();
        long next = 0;
        for (String found : history) {
            Matcher matcher = FOUND.matcher(found);
            if (!matcher.matches() || Long.parseLong(matcher.group(1)) != next) {
                wrong.add(found);
                continue;
            }
            String to = matcher.group(2);
            next = 1 + (to == null ? next : Long.parseLong(to));
        }
        assertThat(wrong).as(which).isEmpty();
        assertThat(next).as(which).isEqualTo(end);
    }
}
