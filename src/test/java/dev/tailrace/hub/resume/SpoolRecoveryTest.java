package dev.tailrace.hub.resume;

import static dev.tailrace.model.Origin.STDERR;
import static dev.tailrace.model.Origin.STDOUT;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway that is killed at each point of a byte's way from the pipe to the log. */
class SpoolRecoveryTest {
    /** Records of ten bytes take 51 on disk: some twenty a segment. */
    private static final long SEGMENT = 1024;

    @TempDir Path path;
    @AutoClose private SpooledStream stream;

    @BeforeEach
    void open() throws IOException {
        stream = new SpooledStream(path, SEGMENT);
    }

    @Test
    void whatIsInThePipeIsReadByTheNextOne() throws IOException {
        stream.write(STDOUT, "one\n".getBytes(UTF_8));
        stream.killAndStart();
        stream.handOn(STDOUT, stream.read(STDOUT));
        assertThat(stream.text(STDOUT)).isEqualTo("one\n");
        assertThat(stream.recovered()).isZero();
    }

    @Test
    void killedBetweenReadingAndHandingOn() throws IOException {
        stream.take(STDOUT, "one\n");
        stream.write(STDOUT, "two\n".getBytes(UTF_8));
        assertThat(stream.read(STDOUT)).isEqualTo(4);
        stream.killAndStart();
        assertThat(stream.text(STDOUT)).isEqualTo("one\ntwo\n");
        assertThat(stream.recovered()).isEqualTo(4);
    }

    /**
     * The first write takes 43 bytes: 40 of a header, one and its newline, and half of the next.
     */
    @Test
    void killedInTheMiddleOfAWrite() throws IOException {
        stream.write(STDOUT, "1\n2\n3\n".getBytes(UTF_8));
        stream.handOnUntilKilled(STDOUT, stream.read(STDOUT), 60);
        stream.killAndStart();
        assertThat(stream.text(STDOUT)).isEqualTo("1\n2\n3\n");
        assertThat(stream.recovered()).isEqualTo(4);
        assertThat(stream.log().next()).isEqualTo(3);
    }

    @Test
    void killedBeforeAnythingIsWritten() throws IOException {
        stream.write(STDERR, "oops".getBytes(UTF_8));
        stream.handOnUntilKilled(STDERR, stream.read(STDERR), 0);
        stream.killAndStart();
        assertThat(stream.text(STDERR)).isEqualTo("oops");
    }

    @Test
    void killedAfterTheCommit() throws IOException {
        stream.take(STDOUT, "one\ntwo\n");
        stream.killAndStart();
        assertThat(stream.text(STDOUT)).isEqualTo("one\ntwo\n");
        assertThat(stream.recovered()).isZero();
        assertThat(stream.spoolFiles()).isEmpty();
    }

    @Test
    void anUnfinishedLineGoesOnWithWhatIsReadNext() throws IOException {
        stream.take(STDOUT, "one\ntw");
        stream.killAndStart();
        stream.take(STDOUT, "o\n");
        assertThat(stream.text(STDOUT)).isEqualTo("one\ntwo\n");
        assertThat(stream.log().next()).as("two records: it was not cut").isEqualTo(2);
    }

    @Test
    void anUnfinishedLineOfAPipeThatIsNoMoreIsWrittenByItself() throws IOException {
        stream.take(STDOUT, "one\ntw");
        stream.kill();
        stream.start(false);
        assertThat(stream.text(STDOUT)).isEqualTo("one\ntw");
        stream.renew();
        assertThat(stream.spoolFiles()).isEmpty();
    }

    @Test
    void aPartThatWasWrittenIsNotWrittenAgain() throws IOException {
        stream.take(STDOUT, "prompt> ");
        stream.flush(STDOUT);
        stream.take(STDOUT, "answer");
        stream.killAndStart();
        stream.take(STDOUT, "\n");
        assertThat(stream.text(STDOUT)).isEqualTo("prompt> answer\n");
    }

    @Test
    void theTwoOriginsDoNotDisturbEachOther() throws IOException {
        stream.take(STDOUT, "out 1\nout");
        stream.take(STDERR, "err 1\nerr");
        stream.write(STDERR, " 2\n".getBytes(UTF_8));
        stream.read(STDERR);
        stream.killAndStart();
        stream.take(STDOUT, " 2\n");
        assertThat(stream.text(STDOUT)).isEqualTo("out 1\nout 2\n");
        assertThat(stream.text(STDERR)).isEqualTo("err 1\nerr 2\n");
    }

    @Test
    void killedWhileItRecovers() throws IOException {
        stream.write(STDOUT, "1\n2\n3\n".getBytes(UTF_8));
        stream.read(STDOUT);
        stream.kill();
        Map<Path, byte[]> spool = stream.spoolFiles();
        stream.start(true);
        stream.kill();
        stream.replaceBy(spool); // all is written, and the file was not yet removed
        stream.start(true);
        assertThat(stream.text(STDOUT)).isEqualTo("1\n2\n3\n");
    }

    @Test
    void killedWhileAFileIsReplaced() throws IOException {
        stream.take(STDOUT, "one\ntw");
        Map<Path, byte[]> before = stream.spoolFiles();
        stream.renew();
        assertThat(stream.spoolFiles()).isNotEqualTo(before);
        stream.kill();
        stream.putBack(before);
        Files.writeString(stream.spools.resolve("stdout.new"), "t");
        stream.start(true);
        stream.take(STDOUT, "o\n");
        assertThat(stream.text(STDOUT)).isEqualTo("one\ntwo\n");
    }

    @Test
    void killedBeforeTheReplacementHasItsName() throws IOException {
        stream.take(STDOUT, "one\ntw");
        Map<Path, byte[]> before = stream.spoolFiles();
        stream.renew();
        stream.kill();
        stream.replaceBy(before);
        Files.writeString(stream.spools.resolve("stdout.new"), "tw");
        stream.start(true);
        stream.take(STDOUT, "o\n");
        assertThat(stream.text(STDOUT)).isEqualTo("one\ntwo\n");
    }

    @Test
    void aLogThatWasRemovedMeanwhileGetsNothingOfTheOldOne() throws IOException {
        stream.take(STDOUT, "one\ntw");
        stream.kill();
        Path log = stream.logs.resolve("stream.json");
        String epoch = stream.log().description().epoch().value();
        Files.writeString(log, Files.readString(log).replace(epoch, "zzzzzzzz"));
        stream.start(true);
        assertThat(stream.recovered()).isZero();
        assertThat(stream.spoolFiles()).isEmpty();
    }

    /** The first of its records are gone, but the last are there to be found in the file. */
    @Test
    void whatIsLeftIsFoundByTheLastRecordsIfTheFirstWereRemoved() throws IOException {
        for (int i = 100; i < 150; i++) {
            stream.take(STDOUT, "number " + i + "\n");
        }
        stream.take(STDOUT, "unfinished");
        stream.kill();
        removeFirstSegment();
        stream.start(true);
        stream.take(STDOUT, " until now\n");
        assertThat(stream.text(STDOUT)).endsWith("number 148\nnumber 149\nunfinished until now\n");
        assertThat(stream.text(STDOUT)).containsOnlyOnce("number 149");
    }

    @Test
    void whereNothingTellsHowMuchWasWrittenNothingIsWrittenTwice() throws IOException {
        stream.take(STDERR, "some error\n");
        for (int i = 100; i < 150; i++) {
            stream.take(STDOUT, "number " + i + "\n");
        }
        stream.kill();
        removeFirstSegment();
        stream.start(true);
        assertThat(stream.text(STDERR)).isEmpty();
        assertThat(stream.spoolFiles()).isEmpty();
    }

    private void removeFirstSegment() throws IOException {
        Files.delete(stream.logs.resolve("00000000000000000000.log"));
        Files.delete(stream.logs.resolve("00000000000000000000.idx"));
    }
}
