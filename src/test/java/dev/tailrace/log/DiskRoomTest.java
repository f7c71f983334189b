package dev.tailrace.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that is full is noticed before a record is lost, and no record is lost for it. */
class DiskRoomTest {
    private static final int ROOM_FOR_A_FEW = 1000;

    private final Path path;

    DiskRoomTest(@TempDir Path path) {
        this.path = path;
    }

    @Test
    void aDiskWithoutRoomIsFullUntilItHasSome() throws IOException {
        try (LogFixture stream = new LogFixture(path)) {
            stream.appendNumbers(0, 1);
            stream.log().room().look();
            assertThat(stream.log().room().isFull()).isFalse();
            stream.folder.fillUpAfter(ROOM_FOR_A_FEW);
            stream.log().room().look();
            assertThat(stream.log().room().isFull()).isTrue();
            assertThat(stream.log().isToBeTended()).isTrue();
            stream.log().tend();
            assertThat(stream.log().room().isFull()).isTrue();
            stream.folder.recover();
            stream.log().tend();
            assertThat(stream.log().room().isFull()).isFalse();
        }
    }

    @Test
    void aDiskWithoutNamesIsFullToo() throws IOException {
        try (LogFixture stream = new LogFixture(path)) {
            stream.folder.refuseNewFiles();
            stream.log().room().look();
            assertThat(stream.log().room().isFull()).isTrue();
            stream.folder.recover();
        }
    }

    @Test
    void recordsAreWrittenAsLongAsTheyFit() throws IOException {
        try (LogFixture stream = new LogFixture(path)) {
            stream.appendNumbers(0, 1);
            stream.folder.refuseNewFiles();
            stream.log().room().look();
            stream.appendNumbers(1, 10);
            assertThat(stream.inFiles(0)).isEqualTo(LogFixture.numbers(0, 10));
            assertThat(stream.log().isFailing()).isFalse();
            stream.folder.recover();
        }
    }
}
