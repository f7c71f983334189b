package dev.tailrace.source.fifo;

import static dev.tailrace.Waiting.await;
import static dev.tailrace.Waiting.outcome;
import static dev.tailrace.Waiting.result;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tailrace.MayBlock;
import dev.tailrace.log.LogLines;
import dev.tailrace.model.Origin;
import dev.tailrace.model.SourceEvent;
import dev.tailrace.source.FailingSink;
import dev.tailrace.source.Fifo;
import dev.tailrace.source.OpenFiles;
import dev.tailrace.source.Recorder;
import dev.tailrace.source.SourceException;
import dev.tailrace.source.Taker;
import dev.tailrace.source.TestLoop;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@MayBlock
class FifoSourceTest {
    @TempDir Path folder;
    @AutoClose final TestLoop test = new TestLoop();
    @AutoClose final TestLoop watching = new TestLoop();
    @AutoClose final FifoWatch watch = new FifoWatch(watching.loop());

    private final Recorder sink = new Recorder();
    private Path path;
    private FifoSource source;

    @BeforeEach
    void createSource() {
        path = folder.resolve("app.fifo");
        source = new FifoSource(path, test.loop(), watch);
    }

    @Test
    void fiftyMegabytesComeExactly() throws IOException {
        sink.follow(source);
        MessageDigest written = Recorder.sha256();
        Random random = new Random(42);
        byte[] bytes = new byte[100_000];
        try (OutputStream writer = Files.newOutputStream(path, StandardOpenOption.WRITE)) {
            for (int i = 0; i < 500; i++) {
                random.nextBytes(bytes);
                writer.write(bytes);
                written.update(bytes);
            }
        }
        join(source);
        assertThat(sink.count(Origin.STDOUT)).isEqualTo(50_000_000);
        assertThat(sink.digest(Origin.STDOUT))
                .isEqualTo(HexFormat.of().formatHex(written.digest()));
    }

    @Test
    void aWriterThatLeavesAndComesBackIsReadOn() throws IOException {
        sink.follow(source);
        write("one\n");
        await().until(() -> sink.text(Origin.STDOUT).equals("one\n"));
        write("two\n");
        await().until(() -> sink.text(Origin.STDOUT).equals("one\ntwo\n"));
        assertThat(sink.calls()).containsExactly("bytes stdout");
    }

    @Test
    void whatIsWrittenIsOfTheOriginThatWasChosen() throws IOException {
        source = new FifoSource(path, Origin.STDERR, test.loop(), watch);
        sink.follow(source);
        write("oops\n");
        join(source);
        assertThat(sink.text(Origin.STDERR)).isEqualTo("oops\n");
        assertThat(sink.calls()).containsExactly("bytes stderr", "end stderr");
    }

    @Test
    void aStopHandsOnWhatWasWrittenBeforeAndIsNoEvent() throws Exception {
        Runnable release = test.hold();
        sink.follow(source);
        write("last words\n");
        var stopped = source.stop();
        release.run();
        outcome(stopped);
        assertThat(sink.text(Origin.STDOUT)).isEqualTo("last words\n");
        assertThat(sink.calls()).containsExactly("bytes stdout", "end stdout");
        assertThat(path).exists();
        assertThat(OpenFiles.naming(path.toString())).isEmpty();
    }

    @Test
    void twoStopsAreOne() {
        sink.follow(source);
        join(source);
        join(source);
        assertThat(sink.calls()).containsExactly("end stdout");
    }

    @Test
    void aStopWithoutAStartIsNothing() {
        join(source);
        assertThat(path).doesNotExist();
    }

    @Test
    void whatIsNoFifoIsRefusedAtTheStart() throws IOException {
        Files.createFile(path);
        assertThatThrownBy(() -> sink.follow(source))
                .isInstanceOf(SourceException.class)
                .hasMessage(path + " is a regular file, not a FIFO");
    }

    @Test
    void aSinkThatFailsEndsThisSourceAlone() throws IOException {
        FifoSource other = new FifoSource(folder.resolve("other"), test.loop(), watch);
        Recorder otherSink = new Recorder();
        new FailingSink(sink).follow(source);
        otherSink.follow(other);
        write("boom\n");
        await().until(() -> !sink.events().isEmpty());
        String reason =
                "FIFO %s failed: java.lang.IllegalStateException: sink is full".formatted(path);
        assertThat(sink.events()).containsExactly(new SourceEvent.Failed(reason));
        assertThat(OpenFiles.naming(path.toString())).isEmpty();
        join(source);
        assertThat(sink.calls()).containsExactly("end stdout", "Failed");

        Files.writeString(folder.resolve("other"), "fine\n", StandardOpenOption.WRITE);
        await().until(() -> otherSink.text(Origin.STDOUT).equals("fine\n"));
    }

    /** Its sink writes into it what it takes out. */
    @Test
    void aFifoThatNeverRunsDryHoldsNeitherTheOthersNorTheStop() throws Exception {
        Fifo.createIfMissing(path);
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            new Refilling(file, sink).follow(source);
            write("round and round\n".repeat(2000));
            await().until(() -> sink.count(Origin.STDOUT) > 1_000_000);
            result(test.loop().executor().submit(() -> "a turn"));
            join(source);
            assertThat(sink.calls()).containsExactly("bytes stdout", "end stdout");
        }
    }

    @Test
    void aFifoThatIsRemovedAndMadeAnewIsReadOn() throws IOException {
        sink.follow(source);
        write("one\n");
        Files.delete(path);
        Fifo.createIfMissing(path);
        write("two\n");
        await().until(() -> sink.text(Origin.STDOUT).equals("one\ntwo\n"));
        Files.move(path, folder.resolve("spare"));
        Fifo.createIfMissing(path);
        write("three\n");
        await().until(() -> sink.text(Origin.STDOUT).equals("one\ntwo\nthree\n"));
        join(source);
        assertThat(sink.calls()).containsExactly("bytes stdout", "end stdout");
        assertThat(OpenFiles.naming(folder.toString())).isEmpty();
    }

    @Test
    void theFifoOfBeforeIsReadToItsEndBeforeTheNext() throws Exception {
        sink.follow(source);
        CompletableFuture<Void> next;
        try (OutputStream before = Files.newOutputStream(path, StandardOpenOption.WRITE)) {
            before.write("one ".getBytes(UTF_8));
            Files.delete(path);
            Fifo.createIfMissing(path);
            next = CompletableFuture.runAsync(() -> writeInOne("three\n"));
            await().until(() -> sink.text(Origin.STDOUT).equals("one "));
            before.write("two\n".getBytes(UTF_8));
            await().until(() -> sink.text(Origin.STDOUT).equals("one two\n"));
        }
        outcome(next);
        await().until(() -> sink.text(Origin.STDOUT).equals("one two\nthree\n"));
        join(source);
    }

    @Test
    void aPathWithoutAFifoIsSaidOnceAndOneThatComesIsRead() throws IOException {
        try (LogLines lines = new LogLines("dev.tailrace.source.fifo")) {
            sink.follow(source);
            write("one\n");
            Files.delete(path);
            Files.createFile(path);
            String sentence = path + " is a regular file, not a FIFO; it is looked for again.";
            await().until(() -> lines.all().contains(sentence));
            Files.delete(path);
            String gone = path + " does not exist: it is to be a FIFO; it is looked for again.";
            await().until(() -> lines.all().contains(gone));
            Fifo.createIfMissing(path);
            write("two\n");
            await().until(() -> sink.text(Origin.STDOUT).equals("one\ntwo\n"));
            assertThat(lines.all()).filteredOn(sentence::equals).hasSize(1);
        }
        join(source);
    }

    @Test
    void aStopBehindAFifoThatWasReplacedEnds() throws IOException {
        sink.follow(source);
        try (OutputStream before = Files.newOutputStream(path, StandardOpenOption.WRITE)) {
            before.write("one\n".getBytes(UTF_8));
            Files.delete(path);
            Fifo.createIfMissing(path);
            join(source);
        }
        assertThat(sink.text(Origin.STDOUT)).isEqualTo("one\n");
    }

    private void writeInOne(String text) {
        try {
            write(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(String text) throws IOException {
        Files.writeString(path, text, StandardOpenOption.WRITE);
    }

    private static void join(FifoSource source) {
        outcome(source.stop());
    }

    private static final class Refilling extends Taker {
        private final RandomAccessFile file;
        private final Recorder rest;

        Refilling(RandomAccessFile file, Recorder rest) {
            this.file = file;
            this.rest = rest;
        }

        @Override
        public void bytes(Origin origin, byte[] buffer, int offset, int length) {
            rest.bytes(origin, buffer, offset, length);
            try {
                file.write(buffer, offset, length);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void end(Origin origin) {
            rest.end(origin);
        }

        @Override
        public void event(SourceEvent event) {
            rest.event(event);
        }
    }
}
