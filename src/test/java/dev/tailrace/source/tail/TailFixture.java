package dev.tailrace.source.tail;

import static dev.tailrace.Waiting.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.model.Origin;
import dev.tailrace.source.ProducedBytes;
import dev.tailrace.source.Recorder;
import dev.tailrace.source.Resumed;
import dev.tailrace.source.Taker;
import dev.tailrace.source.TestLoop;
import dev.tailrace.source.tail.file.FileId;
import dev.tailrace.source.tail.lines.LineFormat;
import dev.tailrace.source.tail.rotation.RotatedFile;
import dev.tailrace.source.tail.rotation.Series;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;

/** A folder with logs, and a source that follows one of them. */
final class TailFixture implements AutoCloseable {
    static final TailLimits.Looks LOOKS = new TailLimits.Looks(1000, 1000, Duration.ofHours(1));
    static final TailLimits LIMITS = new TailLimits(1000, 256 * 1024, 64, List.of(), LOOKS);

    final Path folder;
    final TestLoop test = new TestLoop();
    final Tails tails = new Tails(test.loop(), LIMITS, null);
    private Recorder recorder = new Recorder();
    private TailSource source;

    TailFixture(Path folder) {
        this.folder = folder;
        this.source = new TailSource(spec("app.log", false), test.loop(), tails);
    }

    TailSpec spec(String name, boolean fromEnd) {
        return spec(name, fromEnd, Optional.empty());
    }

    TailSpec spec(String name, boolean fromEnd, Optional<Duration> endsAfter) {
        RotatedFile file = file(name);
        Track track = new Track("log", file, Origin.STDOUT);
        return new TailSpec(name, List.of(track), LineFormat.AUTO, fromEnd, endsAfter);
    }

    /** Follows {@code app.log}. */
    TailFixture follow() {
        return follow(recorder, false);
    }

    RotatedFile file(String name) {
        return new RotatedFile(folder.resolve(name), tails.reach(folder));
    }

    TailFixture followFromEnd() {
        return follow(recorder, true);
    }

    private TailFixture follow(Taker sink, boolean fromEnd) {
        return follow(spec("app.log", fromEnd), sink);
    }

    TailFixture follow(TailSpec spec, Taker sink) {
        source = new TailSource(spec, test.loop(), tails);
        sink.follow(source);
        return this;
    }

    TailFixture followSeries(List<Track> tracks) {
        return follow(
                new TailSpec(
                        "series",
                        tracks,
                        LineFormat.AUTO,
                        false,
                        Optional.of(Duration.ofSeconds(10))),
                recorder);
    }

    /** Stops it and starts another, which is told the last place. */
    TailFixture stopAndFollow() {
        stop();
        return followAfter(recorder.places().getLast(), 0, 0);
    }

    /** Starts another, which is told the last place, on the same file seen in another way. */
    TailFixture followAgain(Series series) {
        Resumed resumed = new Resumed(Optional.of(recorder.places().getLast()), ProducedBytes.NONE);
        recorder = new Recorder().resumeFrom(resumed);
        Track track = new Track("log", series, Origin.STDOUT);
        return follow(
                new TailSpec("app.log", List.of(track), LineFormat.AUTO, false, Optional.empty()),
                recorder);
    }

    /** Starts another, which is told that place and what the log has after it. */
    TailFixture followAfter(String place, long stdoutBytes, long stderrBytes) {
        Resumed resumed =
                new Resumed(Optional.of(place), new ProducedBytes(stdoutBytes, stderrBytes));
        recorder = new Recorder().resumeFrom(resumed);
        return follow();
    }

    /** Waits until the size of a file that is not read has been seen. */
    void awaitNotedSizes() {
        awaitTimersOf(TailRun.NOTE_SIZES);
    }

    /** Waits until it has been looked twice whether files that are not read are there. */
    void awaitTwoPolls() {
        awaitTimersOf(Tails.POLL_UNWATCHED.multipliedBy(2));
    }

    private void awaitTimersOf(Duration delay) {
        CountDownLatch ran = new CountDownLatch(1);
        var _ =
                test.loop()
                        .executor()
                        .schedule(ran::countDown, delay.toNanos(), TimeUnit.NANOSECONDS);
        await().until(() -> ran.getCount() == 0);
    }

    void stop() {
        source.stop().toCompletableFuture().join();
    }

    Recorder recorder() {
        return recorder;
    }

    boolean isOver() {
        return source.isOver();
    }

    String text() {
        return recorder.text(Origin.STDOUT);
    }

    /** Waits until exactly this has come, and says what has if it does not. */
    void awaitText(String expected) {
        await().untilAsserted(() -> assertThat(text()).isEqualTo(expected));
    }

    Path path(String name) {
        return folder.resolve(name);
    }

    TailFixture write(String name, String text) {
        try {
            Path parent = path(name).getParent();
            Files.createDirectories(parent == null ? folder : parent);
            Files.writeString(
                    path(name), text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    TailFixture rename(String from, String to) {
        try {
            Files.move(path(from), path(to));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Waits until the file system's clock, which ticks every few ms, says more than for {@code
     * name}.
     */
    TailFixture awaitTickAfter(String name) throws IOException {
        long made = FileId.stat(path(name)).created();
        Path clock = path(".clock");
        await().until(() -> {
            Files.deleteIfExists(clock);
            return FileId.stat(Files.createFile(clock)).created() > made;
        });
        Files.delete(clock);
        return this;
    }

    /** Renames the file over another. */
    TailFixture replace(String from, String to) {
        try {
            Files.move(path(from), path(to), StandardCopyOption.ATOMIC_MOVE);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    TailFixture delete(String name) {
        try {
            Files.delete(path(name));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Replaces the file by its compressed form. */
    TailFixture gzip(String name) {
        try {
            Files.write(path(name + ".gz"), gzipped(Files.readAllBytes(path(name))));
            return delete(name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] gzipped(byte[] bytes) throws IOException {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
            gzip.write(bytes);
        }
        return compressed.toByteArray();
    }

    static byte[] gzipped(String text) throws IOException {
        return gzipped(text.getBytes(UTF_8));
    }

    TailFixture copyAndTruncate(String name, String copy) {
        try {
            Files.copy(path(name), path(copy));
            return truncate(name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    TailFixture truncate(String name) {
        try {
            Files.newByteChannel(path(name), StandardOpenOption.WRITE).truncate(0).close();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        source.stop();
        tails.close();
        test.close();
    }
}
