package dev.tailrace.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.model.GapReason;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With {@code on-disk-full=block} records wait for the disk: none is seen before it is written. */
class BlockingDiskTest {
    private static final Duration UNTIL_RETRY = Duration.ofMillis(300);

    private final LogFixture stream;

    BlockingDiskTest(@TempDir Path path) {
        LogSettings bounds = LogFixture.bounds(1 << 20, 1);
        stream =
                new LogFixture(
                        path,
                        new LogSettings(
                                bounds.segmentBytes(),
                                bounds.segmentAge(),
                                bounds.tailBytes(),
                                bounds.maxRecordBytes(),
                                bounds.retainBytes(),
                                bounds.retainAge(),
                                bounds.retainSegments(),
                                false,
                                OnDiskFull.BLOCK));
    }

    @Test
    void recordsThatWaitAreNotSeenAndComeInOrderAndOnce() throws IOException {
        stream.appendNumbers(0, 10);
        stream.folder.fillUpAfter(0);
        stream.append("10");
        assertThat(stream.log().writer().commit()).isFalse();
        // More than a block, as a read that was under way may bring.
        List<String> expected = new ArrayList<>(LogFixture.numbers(0, 11));
        for (int i = 11; i < 300; i++) {
            stream.append(i + "-" + "x".repeat(100));
            expected.add(i + " " + i + "-" + "x".repeat(100));
        }
        assertThat(stream.log().next()).isEqualTo(10);
        assertThat(stream.log().isFailing()).isTrue();
        assertThat(stream.log().recent().from(10)).isNull();
        assertThat(stream.log().recent().holds(11)).isFalse();
        assertThat(stream.inFiles(0)).isEqualTo(LogFixture.numbers(0, 10));
        stream.folder.recover();
        stream.clock.move(UNTIL_RETRY);
        assertThat(stream.log().writer().commit()).isTrue();
        assertThat(stream.log().isFailing()).isFalse();
        assertThat(stream.log().lostLines(GapReason.DISK_FULL)).isZero();
        assertThat(stream.log().next()).isEqualTo(300);
        assertThat(stream.inFiles(0)).isEqualTo(expected);
        stream.reopen();
        assertThat(stream.inFiles(0)).isEqualTo(expected);
        stream.close();
    }

    @Test
    void tendingTheLogTriesAgain() throws IOException {
        stream.append("a");
        stream.folder.fillUpAfter(0);
        stream.append("b");
        assertThat(stream.log().isToBeTended()).isTrue();
        stream.folder.recover();
        stream.clock.move(UNTIL_RETRY);
        stream.log().tend();
        assertThat(stream.log().isFailing()).isFalse();
        assertThat(stream.inFiles(0)).containsExactly("0 a", "1 b");
        stream.close();
    }
}
