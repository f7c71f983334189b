package dev.tailrace.source.tail;

import static dev.tailrace.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.model.LossReason;
import dev.tailrace.model.Origin;
import dev.tailrace.model.SourceEvent;
import dev.tailrace.source.OpenFiles;
import dev.tailrace.source.tail.rotation.LateFiles;
import dev.tailrace.source.tail.rotation.RotatedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file that is written, rotated in every way, and followed. */
class TailSourceTest {
    @TempDir Path folder;
    @AutoClose TailFixture files;

    @BeforeEach
    void open() {
        files = new TailFixture(folder);
    }

    @Test
    void whatIsThereAndWhatComes() {
        files.write("app.log", "one\n").follow().awaitText("one\n");
        files.write("app.log", "two\n").awaitText("one\ntwo\n");
    }

    @Test
    void aFileThatComesLater() {
        files.follow();
        files.write("app.log", "one\n").awaitText("one\n");
    }

    @Test
    void inAFolderThatComesLater() throws IOException {
        Path later = folder.resolve("later");
        RotatedFile file = files.file("later/app.log");
        files.followSeries(List.of(new Track("log", file, Origin.STDOUT)));
        Files.createDirectory(later);
        files.write("later/app.log", "one\n").awaitText("one\n");
    }

    @Test
    void anUnfinishedLineIsHandedOnAndGoesOn() {
        files.write("app.log", "one\ntw").follow().awaitText("one\ntw");
        files.write("app.log", "o\n").awaitText("one\ntwo\n");
    }

    @Test
    void fromItsEndOnlyWhatComes() {
        files.write("app.log.1", "zero\n").write("app.log", "one\n").followFromEnd();
        await().until(() -> !files.recorder().places().isEmpty());
        files.write("app.log", "two\n").awaitText("two\n");
    }

    @Test
    void whatWasRotatedComesFirst() throws IOException {
        Files.write(folder.resolve("app.log.10.gz"), TailFixture.gzipped("1\n2\n"));
        Files.write(folder.resolve("app.log.9.gz"), TailFixture.gzipped("3\n"));
        files.write("app.log.2", "4\n").write("app.log.1", "5\n").write("app.log", "6\n");
        files.write("application.log", "other\n").follow().awaitText("1\n2\n3\n4\n5\n6\n");
    }

    @Test
    void aCompressedFileOfSeveralMembers() throws IOException {
        byte[] one = TailFixture.gzipped("1\n");
        byte[] two = TailFixture.gzipped("2\n");
        byte[] both = Arrays.copyOf(one, one.length + two.length);
        System.arraycopy(two, 0, both, one.length, two.length);
        Files.write(folder.resolve("app.log.1.gz"), both);
        files.write("app.log", "3\n").follow().awaitText("1\n2\n3\n");
    }

    @Test
    void aDamagedCompressedFileIsALossAndNoEnd() throws IOException {
        byte[] bytes = TailFixture.gzipped("1\n");
        Files.write(folder.resolve("app.log.1.gz"), Arrays.copyOf(bytes, 14));
        files.write("app.log", "2\n").follow().awaitText("2\n");
        assertThat(files.recorder().events())
                .singleElement()
                .isInstanceOfSatisfying(
                        SourceEvent.Lost.class,
                        lost -> assertThat(lost.reason()).isEqualTo(LossReason.UNREADABLE));
    }

    @Test
    void renamed() {
        files.write("app.log", "1\n").follow().awaitText("1\n");
        files.write("app.log", "2\n").rename("app.log", "app.log.1").write("app.log", "3\n");
        files.awaitText("1\n2\n3\n");
    }

    @Test
    void severalRotationsAtOnce() {
        files.write("app.log", "1\n").follow().awaitText("1\n");
        Runnable letGo = files.test.hold();
        files.write("app.log", "2\n").rename("app.log", "app.log.1").write("app.log", "3\n");
        files.rename("app.log.1", "app.log.2").rename("app.log", "app.log.1");
        files.write("app.log", "4\n");
        letGo.run();
        files.awaitText("1\n2\n3\n4\n");
    }

    @Test
    void renamedAndCompressed() {
        files.write("app.log", "1\n").follow().awaitText("1\n");
        Runnable letGo = files.test.hold();
        files.write("app.log", "2\n").rename("app.log", "app.log.1").gzip("app.log.1");
        files.write("app.log", "3\n");
        letGo.run();
        files.awaitText("1\n2\n3\n");
    }

    @Test
    void compressedBeforeItWasSeenAtAll() {
        files.write("app.log", "1\n").follow().awaitText("1\n");
        Runnable letGo = files.test.hold();
        files.rename("app.log", "app.log.2").write("app.log", "2\n");
        files.rename("app.log", "app.log.1").gzip("app.log.1").write("app.log", "3\n");
        letGo.run();
        files.awaitText("1\n2\n3\n");
    }

    @Test
    void dated() {
        files.write("app.log-20261119", "1\n").write("app.log", "2\n").follow();
        files.awaitText("1\n2\n");
        files.rename("app.log", "app.log-20261120").write("app.log", "3\n");
        files.awaitText("1\n2\n3\n");
    }

    @Test
    void aLinkThatIsSwapped() throws IOException {
        files.write("run-a.txt", "1\n");
        Files.createSymbolicLink(folder.resolve("app.log"), folder.resolve("run-a.txt"));
        files.follow().awaitText("1\n");
        files.write("run-a.txt", "2\n").write("run-b.txt", "3\n");
        Files.createSymbolicLink(folder.resolve("app.new"), folder.resolve("run-b.txt"));
        Files.move(
                folder.resolve("app.new"),
                folder.resolve("app.log"),
                StandardCopyOption.ATOMIC_MOVE);
        files.awaitText("1\n2\n3\n");
    }

    @Test
    void whatIsWrittenToARenamedFileAfterTheNewOneWasBegun() {
        files.write("app.log", "1\n").follow().awaitText("1\n");
        files.rename("app.log", "app.log.1").write("app.log", "2\n").awaitText("1\n2\n");
        files.write("app.log.1", "late\n").awaitText("1\n2\nlate\n");
    }

    @Test
    void aRenamedFileIsReadOnWhileTheNewOneIsEmpty() {
        files.write("app.log", "1\n").follow().awaitText("1\n");
        files.rename("app.log", "app.log.1").write("app.log", "").write("app.log.1", "2\n");
        files.awaitText("1\n2\n");
        files.write("app.log", "3\n").awaitText("1\n2\n3\n");
    }

    @Test
    void aDeletedFileAndAnotherInItsPlace() {
        files.write("app.log", "1\n").follow().awaitText("1\n");
        files.delete("app.log").write("app.log", "1\n").awaitText("1\n1\n");
    }

    /** As when a rotation is undone by hand, and the program then begins its file again. */
    @Test
    void aFileThatComesBackUnderItsNameIsReadOn() {
        files.write("app.log", "a1\n").follow().awaitText("a1\n");
        files.rename("app.log", "spare").write("app.log", "b1\n").awaitText("a1\nb1\n");
        files.rename("app.log", "spare2").rename("spare", "app.log").write("app.log", "a2\n");
        files.awaitText("a1\nb1\na2\n");
        assertThat(files.recorder().events()).isEmpty();
    }

    @Test
    void aFileThatComesBackUnderItsNameAndIsCutOffIsReadFromItsBeginning() {
        files.write("app.log", "a1\n").follow().awaitText("a1\n");
        files.rename("app.log", "spare").write("app.log", "b1\n").awaitText("a1\nb1\n");
        files.rename("app.log", "spare2").rename("spare", "app.log").truncate("app.log");
        files.write("app.log", "a3\n").awaitText("a1\nb1\na3\n");
        assertThat(files.recorder().events()).isEmpty();
    }

    @Test
    void aFileThatComesBackLongAfterIsReadOn() {
        files.write("app.log", "0\n").follow().awaitText("0\n");
        files.rename("app.log", "spare");
        StringBuilder all = new StringBuilder("0\n");
        for (int i = 1; i <= LateFiles.MAX_FILES + 2; i++) {
            all.append(i).append('\n');
            files.write("app.log", i + "\n").awaitText(all.toString());
            files.rename("app.log", "spare" + i);
        }
        files.rename("spare", "app.log").write("app.log", "again\n");
        files.awaitText(all + "again\n");
        assertThat(files.recorder().events()).isEmpty();
    }

    /** As rsync does, and editors do. */
    @Test
    void aFileThatIsReplacedByOneWithTheSameBeginningIsGoneOnWith() throws IOException {
        files.write("app.log", "1\n").follow().awaitText("1\n");
        StringBuilder all = new StringBuilder("1\n");
        for (int i = 2; i < 6; i++) {
            Files.copy(files.path("app.log"), files.path(".app.log.tmp"));
            files.write(".app.log.tmp", i + "\n").replace(".app.log.tmp", "app.log");
            files.awaitText(all.append(i).append('\n').toString());
        }
        files.write("app.log", "6\n").awaitText(all + "6\n");
        assertThat(files.recorder().events()).isEmpty();
    }

    /** As {@code sed -i.bak} does. */
    @Test
    void aFileThatIsReplacedAndKeptUnderAnotherNameIsGoneOnWith() throws IOException {
        String all = "a line of the old file\n".repeat(100);
        files.write("app.log", all).follow().awaitText(all);
        for (int i = 0; i < 3; i++) {
            Files.copy(files.path("app.log"), files.path("sedX1"));
            files.awaitTickAfter("sedX1").write("sedX1", i + "\n");
            files.replace("app.log", "app.log.bak").replace("sedX1", "app.log");
            all += i + "\n";
            files.awaitText(all);
        }
        files.write("app.log", "last\n").awaitText(all + "last\n");
        assertThat(files.recorder().events()).isEmpty();
    }

    /** A program whose runs say the same: each is all there. */
    @Test
    void aRotatedFileAndOneThatSaysTheSameAndMore() {
        String run = "a line of each run\n".repeat(100);
        files.write("app.log", run).follow().awaitText(run);
        files.rename("app.log", "app.log.1").write("app.log", run + "more\n");
        files.awaitText(run + run + "more\n");
    }

    @Test
    void aFileThatIsReplacedByOneWithAnotherBeginningIsReadFromItsBeginning() {
        files.write("app.log", "1\n2\n").follow().awaitText("1\n2\n");
        files.write(".app.log.tmp", "2\n3\n").replace(".app.log.tmp", "app.log");
        files.awaitText("1\n2\n2\n3\n");
    }

    /** A program that is started again says the same at first. */
    @Test
    void aRotatedFileAndOneThatBeginsWithTheSameBanner() {
        files.write("app.log", "banner\n").follow().awaitText("banner\n");
        files.rename("app.log", "app.log.1").write("app.log", "banner\n1\n");
        files.awaitText("banner\nbanner\n1\n");
    }

    @Test
    void aStopLeavesNothingOpen() {
        files.write("app.log", "1\n").follow().awaitText("1\n");
        files.rename("app.log", "app.log.1").write("app.log", "2\n").awaitText("1\n2\n");
        assertThat(files.tails.counters().open()).isEqualTo(2);
        files.stop();
        assertThat(files.tails.counters().open()).isZero();
        assertThat(OpenFiles.naming(folder.toString())).isEmpty();
    }

    @Test
    void rotationsAreCounted() {
        files.write("app.log", "1\n").follow().awaitText("1\n");
        files.rename("app.log", "app.log.1").write("app.log", "2\n").awaitText("1\n2\n");
        assertThat(files.tails.counters().rotations()).isEqualTo(1);
    }

    @Test
    void aCopyThatIsBeingMadeIsNotReadBeforeTheFileThatIsToBeCutOffForIt() {
        files.write("app.log", "1\n2\n").write("app.log.1", "1\n");
        files.follow().awaitText("1\n2\n");
        files.write("app.log.1", "2\n").truncate("app.log").write("app.log", "3\n");
        files.awaitText("1\n2\n3\n");
    }

    @Test
    void whatMayBeACopyThatIsStillEmptyIsWaitedForAndNotForLong() {
        files.write("app.log", "1\n").write("app.log.1", "");
        files.follow().awaitText("1\n");
    }

    @Test
    void manyMoreRotatedFilesThanMayBeHeldOpenAreReadAtOnce() {
        int count = 5 * TailFixture.LIMITS.maxWaitingFiles();
        StringBuilder expected = new StringBuilder();
        for (int i = count; i > 0; i--) {
            files.write("app.log." + i, i + "\n").gzip("app.log." + i);
            expected.append(i).append('\n');
        }
        files.write("app.log", "0\n").follow().awaitText(expected + "0\n");
    }

    @Test
    void aFileThatIsGoneWhileNothingIsReadIsReadBeforeTheStreamEnds() {
        String large = ("x".repeat(99) + "\n").repeat(10_000);
        PausedSink sink = new PausedSink();
        files.write("app.log", large)
                .follow(files.spec("app.log", false, Optional.of(Duration.ZERO)), sink);
        await().until(sink::hasAny);
        files.delete("app.log").awaitTwoPolls();
        sink.unpause();
        await().until(files::isOver);
        assertThat(sink.text()).isEqualTo(large);
    }
}
