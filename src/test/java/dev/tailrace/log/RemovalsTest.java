package dev.tailrace.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tailrace.model.Removal;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a client wishes goes from the files and from memory, and readers are told exactly what. */
class RemovalsTest {
    /** Ten records of one or two digits each fill a segment. */
    private static final long SEGMENT = 10 * 43L;

    private final Path path;

    RemovalsTest(@TempDir Path path) {
        this.path = path;
    }

    private LogFixture stream() {
        return new LogFixture(path, LogFixture.bounds(SEGMENT, 1 << 20));
    }

    private static Removal removeAll(LogFixture stream) throws IOException {
        return stream.log().removals().remove(stream.log().removals().seal());
    }

    private static Removal removeBefore(LogFixture stream, Instant time) throws IOException {
        Removals removals = stream.log().removals();
        return removals.remove(removals.endBefore(LogTime.nanos(time)));
    }

    @Test
    void allOfItGoesWithTheNewestSegmentAndWhatIsInMemory() throws IOException {
        try (LogFixture stream = stream()) {
            stream.appendNumbers(0, 25);
            long bytes = stream.log().bytes();
            Removal removed = removeAll(stream);
            assertThat(removed).isEqualTo(new Removal(0, 25, 25, bytes, 6));
            assertThat(stream.files(".log")).isEmpty();
            assertThat(stream.files(".idx")).isEmpty();
            assertThat(stream.inFiles(0)).containsExactly("0-24 removed");
            assertThat(stream.inTail(0)).isEmpty();
            assertThat(stream.log().search().before(25)).isNull();
            assertThat(stream.log().first()).isEqualTo(25);
        }
    }

    @Test
    void theNumbersGoOnAfterwardsAndAfterEachStart() throws IOException {
        try (LogFixture stream = stream()) {
            stream.appendNumbers(0, 25);
            removeAll(stream);
            stream.reopen();
            stream.appendNumbers(25, 27);
            stream.reopen();
            assertThat(stream.inFiles(3)).containsExactly("3-24 removed", "25 25", "26 26");
        }
    }

    @Test
    void itIsFoundSoByAProcessAfterOneThatWasKilled() throws IOException {
        try (LogFixture stream = stream()) {
            stream.appendNumbers(0, 25);
            removeAll(stream);
            StreamLog killed = stream.log();
            stream.open();
            assertThat(stream.inFiles(0)).containsExactly("0-24 removed");
            assertThat(stream.log().next()).isEqualTo(25);
            killed.close();
        }
    }

    @Test
    void onlyWholeSegmentsGoWhoseLastRecordIsBeforeTheTime() throws IOException {
        try (LogFixture stream = stream()) {
            stream.appendNumbers(0, 25);
            // The record 19 is the last of the second segment.
            Instant last = LogFixture.START.plusMillis(19);
            assertThat(removeBefore(stream, last).end()).isEqualTo(10);
            assertThat(removeBefore(stream, last.plusNanos(1)).end()).isEqualTo(20);
            assertThat(stream.inFiles(0))
                    .containsExactly("0-19 removed", "20 20", "21 21", "22 22", "23 23", "24 24");
            assertThat(stream.inTail(19)).isEmpty();
            assertThat(stream.inTail(20)).hasSize(5);
        }
    }

    @Test
    void theSegmentThatIsWrittenStaysHoweverOldItIs() throws IOException {
        try (LogFixture stream = stream()) {
            stream.appendNumbers(0, 5);
            assertThat(removeBefore(stream, LogFixture.START.plus(Duration.ofDays(9))).isNothing())
                    .isTrue();
            assertThat(stream.inFiles(0)).hasSize(5);
        }
    }

    @Test
    void whatRetentionRemovesLaterCountsAsRetentions() throws IOException {
        LogSettings two =
                LogFixture.retaining(SEGMENT, 16 * 1024, Long.MAX_VALUE, Duration.ofDays(365), 2);
        try (LogFixture stream = new LogFixture(path, two)) {
            stream.appendNumbers(0, 25);
            removeAll(stream);
            stream.appendNumbers(25, 60);
            stream.log().keeper().retain();
            assertThat(stream.inFiles(0).getFirst()).isEqualTo("0-44 retention");
        }
    }

    @Test
    void aReaderThatWasThereGoesOnWithWhatComes() throws IOException {
        try (LogFixture stream = stream()) {
            stream.appendNumbers(0, 15);
            try (SegmentReader reader = stream.log().reader()) {
                assertThat(reader.read(10)).isInstanceOf(ReadResult.Records.class);
                removeAll(stream);
                assertThat(reader.read(15)).isInstanceOf(ReadResult.AtEnd.class);
                stream.appendNumbers(15, 16);
                assertThat(reader.read(15)).isInstanceOf(ReadResult.Records.class);
            }
        }
    }

    @Test
    void whatTheDiskDidNotTakeIsNotCounted() throws IOException {
        try (LogFixture stream = stream()) {
            stream.appendNumbers(0, 5);
            stream.folder.fillUpAfter(0);
            stream.appendNumbers(5, 7);
            stream.folder.recover();
            stream.clock.move(Duration.ofSeconds(1));
            stream.log().tend();
            Removal removed = removeAll(stream);
            assertThat(removed.end() - removed.first() - removed.lines()).isEqualTo(2);
        }
    }

    @Test
    void nothingIsRemovedWhileTheDiskTakesNothing() throws IOException {
        try (LogFixture stream = stream()) {
            stream.appendNumbers(0, 5);
            stream.folder.fillUpAfter(0);
            stream.appendNumbers(5, 6);
            assertThatThrownBy(() -> stream.log().removals().seal())
                    .isInstanceOf(IOException.class);
            assertThat(stream.log().first()).isZero();
            stream.folder.recover();
        }
    }
}
