package dev.tailrace.source.tail;

import static dev.tailrace.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.model.LossReason;
import dev.tailrace.model.SourceEvent;
import dev.tailrace.source.tail.file.FileId;
import dev.tailrace.source.tail.rotation.FileSearch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway that comes back, after whatever has become of the files meanwhile. */
class TailResumeTest {
    @TempDir Path folder;
    @AutoClose TailFixture files;

    @BeforeEach
    void open() {
        files = new TailFixture(folder);
        files.write("app.log.1", "0\n").write("app.log", "1\n2\n").follow().awaitText("0\n1\n2\n");
        files.stop();
    }

    private void comesBackTo(String text) {
        files.followAfter(files.recorder().places().getLast(), 0, 0).awaitText(text);
    }

    private void assertNothingLost() {
        assertThat(files.recorder().events()).isEmpty();
    }

    @Test
    void itGoesOnWhereItWas() {
        files.write("app.log", "3\n");
        comesBackTo("3\n");
        assertNothingLost();
    }

    @Test
    void theFileWasRenamed() {
        files.write("app.log", "3\n").rename("app.log.1", "app.log.2");
        files.rename("app.log", "app.log.1").write("app.log", "4\n");
        comesBackTo("3\n4\n");
        assertNothingLost();
    }

    @Test
    void theFileWasRenamedAndCompressedAndOthersCameAfterIt() {
        files.write("app.log", "3\n").gzip("app.log.1").rename("app.log.1.gz", "app.log.3.gz");
        files.rename("app.log", "app.log.2").gzip("app.log.2");
        files.write("app.log.1", "4\n").write("app.log", "5\n");
        comesBackTo("3\n4\n5\n");
        assertNothingLost();
    }

    @Test
    void theFileWasCopiedAndCutOff() {
        files.write("app.log", "3\n").rename("app.log.1", "app.log.2");
        files.copyAndTruncate("app.log", "app.log.1").write("app.log", "4\n5\n6\n7\n");
        comesBackTo("3\n4\n5\n6\n7\n");
        assertNothingLost();
    }

    @Test
    void theFileHasANameThatDoesNotSayWhatItIs() {
        files.write("app.log", "3\n").rename("app.log", "spare").write("app.log", "4\n");
        comesBackTo("3\n4\n");
        assertNothingLost();
    }

    @Test
    void theFileWasCutOffAndItsCopyHasANameThatDoesNotSayWhatItIs() {
        files.write("app.log", "3\n").copyAndTruncate("app.log", "spare");
        files.write("app.log", "4\n5\n6\n7\n");
        comesBackTo("3\n4\n5\n6\n7\n");
        assertNothingLost();
    }

    /** The file that was read has another name, and an older one has its name, and was cut off. */
    @Test
    void anOlderFileHasItsNameAgainAndWasCutOff() {
        files.rename("app.log", "spare").write("app.log", "3\n");
        comesBackTo("3\n");
        files.stop();
        files.rename("app.log", "spare2").rename("spare", "app.log").truncate("app.log");
        files.write("app.log", "4\n");
        comesBackTo("4\n");
        assertNothingLost();
    }

    @Test
    void theFileWasEmptyAndHasAnotherNameNow() {
        files.rename("app.log.1", "app.log.2").rename("app.log", "app.log.1");
        files.write("app.log", "");
        comesBackTo("");
        files.stop();
        files.rename("app.log.2", "app.log.3").rename("app.log.1", "app.log.2");
        files.write("app.log", "3\n").rename("app.log", "app.log.1").gzip("app.log.1");
        files.write("app.log", "4\n");
        comesBackTo("3\n4\n");
        assertNothingLost();
    }

    @Test
    void theFileIsGone() {
        files.delete("app.log").write("app.log", "3\n");
        comesBackTo("3\n");
        assertThat(files.recorder().events())
                .singleElement()
                .isInstanceOfSatisfying(
                        SourceEvent.Lost.class,
                        lost -> {
                            assertThat(lost.reason())
                                    .isIn(LossReason.REMOVED, LossReason.TRUNCATED);
                            assertThat(lost.what()).isEqualTo(files.path("app.log").toString());
                            assertThat(lost.bytes()).isNegative();
                        });
    }

    @Test
    void itIsFoundHoweverLongNamesMoveUnderTheLooksForIt() {
        MovingNames names = new MovingNames(files.file("app.log"));
        files.write("app.log", "3\n").rename("app.log.1", "app.log.2");
        files.rename("app.log", "app.log.1").write("app.log", "4\n");
        names.moveFor(FileSearch.MAX_LOOKS + 1);
        files.followAgain(names).awaitText("3\n4\n");
        assertNothingLost();
    }

    @Test
    void itIsFoundThoughItIsCopiedAndCutOffBetweenALookAtNamesAndALookIntoFiles() {
        MovingNames names = new MovingNames(files.file("app.log"));
        files.write("app.log", "3\n").rename("app.log.1", "app.log.2");
        names.afterNextLook(() ->
                files.copyAndTruncate("app.log", "app.log.1").write("app.log", "4\n5\n6\n7\n"));
        files.followAgain(names).awaitText("3\n4\n5\n6\n7\n");
        assertNothingLost();
    }

    @Test
    void whatTheLogHasIsLeftOut() {
        String place = files.recorder().places().getLast();
        files.write("app.log", "3\n4\n5\n");
        files.followAfter(place, 3, 0).awaitText("\n5\n");
    }

    @Test
    void whatIsYetToBeLeftOutIsInThePlace() {
        String place = files.recorder().places().getLast();
        files.write("app.log", "3\n4\n5\n");
        files.followAfter(place, 4, 0).awaitText("5\n");
        files.stop();
        files.followAfter(files.recorder().places().getFirst(), 0, 0).awaitText("5\n");
    }

    @Test
    void whatTheLogHasIsLeftOutOverSeveralFiles() {
        String place = files.recorder().places().getLast();
        files.write("app.log", "3\n").rename("app.log", "app.log.0").write("app.log", "4\n5\n");
        files.followAfter(place, 4, 0).awaitText("5\n");
    }

    @Test
    void aFileOfWhichNothingWasReadIsNotTakenForTheNextWithItsInode() throws IOException {
        String place = files.recorder().places().getFirst();
        files.rename("app.log.1", "app.log.2").gzip("app.log.2");
        files.rename("app.log", "app.log.1").write("app.log", "3\n");
        String inode = "\"inode\":" + FileId.stat(files.path("app.log")).id().inode();
        String reused = place.replaceFirst("\"inode\":\\d+", inode);
        files.followAfter(reused, 0, 0).awaitText("0\n1\n2\n3\n");
        assertNothingLost();
    }

    @Test
    void aFileThatWasEmptyIsNotTakenForTheNextWithItsInode() throws IOException {
        try (TailFixture there = new TailFixture(folder.resolve("logs"))) {
            there.write("app.log", "").follow();
            await().until(() -> !there.recorder().places().isEmpty());
            there.stop();
            there.delete("app.log").write("app.log.1", "1\n").write("app.log", "2\n");
            String inode = "\"inode\":" + FileId.stat(there.path("app.log")).id().inode();
            String place = there.recorder().places().getFirst();
            String reused = place.replaceFirst("\"inode\":\\d+", inode);
            there.followAfter(reused, 1, 0).awaitText("\n2\n");
            assertThat(there.recorder().events()).isEmpty();
        }
    }

    @Test
    void aFileThatBeginsAsALaterOneIsNotTakenForIt() {
        files.write("app.log", "3\n").rename("app.log.1", "app.log.2");
        files.rename("app.log", "app.log.1").gzip("app.log.1");
        files.write("app.log", "1\n2\n4\n");
        comesBackTo("3\n1\n2\n4\n");
        assertNothingLost();
    }

    @Test
    void aFolderThatCannotBeReadAtFirstIsGoneOnWithLater()
            throws IOException, InterruptedException, ExecutionException {
        Path logs = folder.resolve("logs");
        try (TailFixture there = new TailFixture(logs)) {
            there.write("app.log", "1\n2\n").follow().awaitText("1\n2\n");
            there.stop();
            Files.move(logs, folder.resolve("away"));
            Files.createSymbolicLink(logs, logs);
            there.followAfter(there.recorder().places().getLast(), 2, 0);
            there.test.loop().executor().submit(() -> {}).get();
            Files.delete(logs);
            Files.move(folder.resolve("away"), logs);
            there.write("app.log", "3\n4\n").awaitText("4\n");
            assertThat(there.recorder().events()).isEmpty();
        }
    }

    @Test
    void aPlaceOfAnotherKindOfSourceIsNone() {
        files.followAfter("{\"docker\":1}", 100, 100).awaitText("0\n1\n2\n");
    }
}
