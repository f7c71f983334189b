package dev.tailrace.source.tail;

import static dev.tailrace.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.model.LossReason;
import dev.tailrace.model.SourceEvent;
import dev.tailrace.source.tail.rotation.FileSearch;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file that is copied and cut off while it is read: logrotate's copytruncate. */
class TruncationTest {
    @TempDir Path folder;
    @AutoClose TailFixture files;
    private Runnable letGo = () -> {};

    @BeforeEach
    void open() {
        files = new TailFixture(folder);
        files.write("app.log", "1\n").follow().awaitText("1\n");
    }

    /** What follows happens between two looks. */
    private void hold() {
        letGo = files.test.hold();
    }

    private void assertNothingLost() {
        assertThat(files.recorder().events()).isEmpty();
    }

    @Test
    void allWasReadBefore() {
        files.copyAndTruncate("app.log", "app.log.1").write("app.log", "2\n");
        files.awaitText("1\n2\n");
        assertNothingLost();
    }

    @Test
    void whatWasNotReadIsInTheCopy() {
        hold();
        files.write("app.log", "2\n").copyAndTruncate("app.log", "app.log.1");
        files.write("app.log", "3\n");
        letGo.run();
        files.awaitText("1\n2\n3\n");
        assertNothingLost();
    }

    @Test
    void whatWasNotReadIsInACopyWhateverItIsCalled() {
        hold();
        files.write("app.log", "2\n").copyAndTruncate("app.log", "kept by hand");
        files.write("app.log", "3\n");
        letGo.run();
        files.awaitText("1\n2\n3\n");
        assertNothingLost();
    }

    @Test
    void anotherLogThatBeginsAsTheFileThatIsCutOffIsNoCopyOfIt() {
        files.stop();
        try (TailFixture there = new TailFixture(folder.resolve("there"))) {
            there.write("worker.log", "banner\nother\n").follow();
            await().until(() -> !there.recorder().places().isEmpty());
            there.write("app.log", "banner\n").awaitText("banner\n");
            there.truncate("app.log").write("app.log", "2\n").awaitText("banner\n2\n");
            assertThat(there.recorder().events()).isEmpty();
        }
    }

    @Test
    void anOlderCopyWithTheSameBeginningIsNotReadAgain() {
        files.write("app.log", "2\n").awaitText("1\n2\n");
        files.copyAndTruncate("app.log", "app.log.1").write("app.log", "1\n");
        files.awaitText("1\n2\n1\n");
        files.truncate("app.log").write("app.log", "3\n").awaitText("1\n2\n1\n3\n");
        assertNothingLost();
    }

    /** By hand, say: a copy is older than what was rotated before it, by their numbers. */
    @Test
    void aCopyWithANumberOutOfOrderBringsNothingBack() {
        files.rename("app.log", "app.log.1").write("app.log", "2\n").awaitText("1\n2\n");
        files.copyAndTruncate("app.log", "app.log.3").write("app.log", "3\n");
        files.awaitText("1\n2\n3\n");
        assertNothingLost();
    }

    @Test
    void itHasGrownBeyondWhereItWasRead() {
        hold();
        files.copyAndTruncate("app.log", "app.log.1").write("app.log", "2\n3\n4\n");
        letGo.run();
        files.awaitText("1\n2\n3\n4\n");
        assertNothingLost();
    }

    @Test
    void severalTimesBetweenTwoLooks() {
        hold();
        files.write("app.log", "2\n").copyAndTruncate("app.log", "app.log.1");
        files.write("app.log", "3\n").rename("app.log.1", "app.log.2");
        files.copyAndTruncate("app.log", "app.log.1").write("app.log", "4\n");
        letGo.run();
        files.awaitText("1\n2\n3\n4\n");
        assertNothingLost();
    }

    @Test
    void severalTimesAndTheLastCopyIsNotFinished() {
        hold();
        files.write("app.log", "2\n").copyAndTruncate("app.log", "app.log.1");
        files.write("app.log", "3\n4\n").rename("app.log.1", "app.log.2");
        files.write("app.log.1", "3\n");
        letGo.run();
        files.awaitText("1\n2\n3\n4\n");
        files.write("app.log.1", "4\n").truncate("app.log").write("app.log", "5\n");
        files.awaitText("1\n2\n3\n4\n5\n");
        assertNothingLost();
    }

    @Test
    void theCopyIsCompressedAlready() {
        hold();
        files.write("app.log", "2\n").copyAndTruncate("app.log", "app.log.1").gzip("app.log.1");
        files.write("app.log", "3\n");
        letGo.run();
        files.awaitText("1\n2\n3\n");
        assertNothingLost();
    }

    @Test
    void linesOfAfterTheCopyWereRead() {
        files.write("app.log.1", "1\n").write("app.log", "2\n").awaitText("1\n2\n");
        files.truncate("app.log").write("app.log", "3\n").awaitText("1\n2\n3\n");
        assertNothingLost();
    }

    @Test
    void againAndAgain() {
        StringBuilder all = new StringBuilder("1\n");
        for (int i = 2; i < 30; i++) {
            files.write("app.log", i + "\n");
            all.append(i).append('\n');
            if (i % 3 == 0) {
                files.awaitText(all.toString());
            }
            files.copyAndTruncate("app.log", "app.log-202611%02d".formatted(i));
        }
        files.awaitText(all.toString());
        assertNothingLost();
        assertThat(files.tails.counters().truncations()).isPositive();
    }

    @Test
    void aCopyIsFoundHoweverLongNamesMoveUnderTheLooksForIt() {
        MovingNames names = new MovingNames(files.file("app.log"));
        files.stop();
        files.followAgain(names);
        await().until(() -> !files.recorder().places().isEmpty());
        hold();
        files.write("app.log", "2\n").copyAndTruncate("app.log", "app.log.1");
        files.write("app.log", "3\n");
        names.moveFor(FileSearch.MAX_LOOKS + 1);
        letGo.run();
        files.awaitText("2\n3\n");
        assertNothingLost();
    }

    @Test
    void whatWasSeenAndNotReadIsALossOfThatManyBytesWithoutACopy() {
        String large = ("x".repeat(99) + "\n").repeat(10_000);
        try (TailFixture full = new TailFixture(folder.resolve("full"))) {
            PausedSink sink = new PausedSink();
            full.write("app.log", large).follow(full.spec("app.log", false), sink);
            await().until(sink::hasAny);
            full.write("app.log", large);
            full.awaitNotedSizes();
            full.truncate("app.log").write("app.log", "2\n");
            sink.unpause();
            await().until(() -> sink.lost() != null && sink.text().endsWith("2\n"));
            long read = sink.text().length() - 2;
            assertThat(sink.lost())
                    .isEqualTo(
                            new SourceEvent.Lost(
                                    LossReason.TRUNCATED,
                                    full.path("app.log").toString(),
                                    2L * large.length() - read));
        }
    }
}
