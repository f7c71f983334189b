package dev.tailrace.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is too much or too old goes, the oldest first, and readers are told exactly what. */
class RetentionTest {
    private static final Duration FOREVER = Duration.ofDays(365);

    /** Ten records of one or two digits each fill a segment. */
    private static final long SEGMENT = 10 * 43L;

    private final Path path;

    RetentionTest(@TempDir Path path) {
        this.path = path;
    }

    private LogFixture stream(long bytes, Duration age, int segments) {
        return new LogFixture(path, LogFixture.retaining(SEGMENT, 16 * 1024, bytes, age, segments));
    }

    @Test
    void noMoreSegmentsAreKeptThanMayBe() throws IOException {
        try (LogFixture stream = stream(Long.MAX_VALUE, FOREVER, 3)) {
            stream.appendNumbers(0, 100);
            stream.log().keeper().retain();
            assertThat(stream.files(".log")).hasSize(3);
            assertThat(stream.files(".idx")).hasSize(3);
            assertThat(stream.log().bytes()).isLessThanOrEqualTo(3 * SEGMENT);
        }
    }

    @Test
    void noMoreBytesAreKeptThanMayBe() throws IOException {
        try (LogFixture stream = stream(2 * SEGMENT, FOREVER, 1000)) {
            stream.appendNumbers(0, 100);
            stream.log().keeper().retain();
            assertThat(stream.log().bytes()).isBetween(SEGMENT, 2 * SEGMENT);
        }
    }

    @Test
    void nothingIsKeptLongerThanMayBe() throws IOException {
        try (LogFixture stream = stream(Long.MAX_VALUE, Duration.ofMinutes(1), 1000)) {
            stream.appendNumbers(0, 50);
            stream.clock.move(Duration.ofSeconds(50));
            stream.appendNumbers(50, 60);
            stream.log().keeper().retain();
            assertThat(stream.inFiles(0)).isEqualTo(LogFixture.numbers(0, 60));
            stream.clock.move(Duration.ofSeconds(15));
            stream.log().keeper().retain();
            assertThat(stream.log().bytes()).isLessThanOrEqualTo(2 * SEGMENT);
            assertThat(stream.inFiles(55)).isEqualTo(LogFixture.numbers(55, 60));
        }
    }

    @Test
    void theSegmentThatIsWrittenStays() throws IOException {
        try (LogFixture stream = stream(1024, Duration.ofNanos(1), 1)) {
            stream.appendNumbers(0, 5);
            stream.clock.move(Duration.ofDays(1));
            stream.log().keeper().retain();
            assertThat(stream.inFiles(0)).isEqualTo(LogFixture.numbers(0, 5));
        }
    }

    @Test
    void aReaderOfWhatIsGoneGetsOneExactGap() throws IOException {
        try (LogFixture stream = stream(Long.MAX_VALUE, FOREVER, 2)) {
            stream.appendNumbers(0, 60);
            stream.log().keeper().retain();
            int first = 40;
            List<String> all = stream.inFiles(3);
            assertThat(all.getFirst()).isEqualTo("3-" + (first - 1) + " retention");
            assertThat(all.subList(1, all.size())).isEqualTo(LogFixture.numbers(first, 60));
        }
    }

    @Test
    void aReaderGoesOnInWhatIsRemovedUnderIt() throws IOException {
        try (LogFixture stream = stream(Long.MAX_VALUE, FOREVER, 1)) {
            stream.appendNumbers(0, 60);
            SegmentReader reader = stream.log().reader();
            assertThat(reader.read(0)).isInstanceOf(ReadResult.Records.class);
            stream.log().keeper().retain();
            assertThat(stream.log().deletedOpenBytes()).isPositive();
            ReadResult next = reader.read(10);
            assertThat(next).isInstanceOf(ReadResult.Missing.class);
            long to = ((ReadResult.Missing) next).gap().to();
            assertThat(reader.read(to + 1)).isInstanceOf(ReadResult.Records.class);
            reader.close();
            assertThat(stream.log().deletedOpenBytes()).isZero();
        }
    }

    @Test
    void aQuietStreamsSegmentIsSealedAtItsAge() throws IOException {
        try (LogFixture stream = stream(Long.MAX_VALUE, FOREVER, 1000)) {
            stream.appendNumbers(0, 3);
            assertThat(stream.log().isToBeTended()).isFalse();
            stream.clock.move(Duration.ofHours(2));
            assertThat(stream.log().isToBeTended()).isTrue();
            stream.log().tend();
            assertThat(stream.log().isToBeTended()).isFalse();
            stream.appendNumbers(3, 5);
            assertThat(stream.files(".log")).hasSize(2);
            assertThat(stream.inFiles(0)).isEqualTo(LogFixture.numbers(0, 5));
        }
    }
}
