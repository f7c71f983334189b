package dev.tailrace.source.stdin;

import static dev.tailrace.Waiting.await;
import static dev.tailrace.Waiting.outcome;
import static dev.tailrace.Waiting.result;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.MayBlock;
import dev.tailrace.model.Origin;
import dev.tailrace.model.SourceEvent;
import dev.tailrace.source.Fifo;
import dev.tailrace.source.Libc;
import dev.tailrace.source.Recorder;
import dev.tailrace.source.TestLoop;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@MayBlock
class StdinSourceTest {
    private static final int F_SETFL = 4;
    private static final String[] ALL = {"bytes stdout", "end stdout", "Ended"};

    @TempDir Path folder;
    @AutoClose final TestLoop test = new TestLoop();

    private final Recorder sink = new Recorder();
    private final List<Integer> descriptors = new ArrayList<>();

    @AfterEach
    void closeDescriptors() {
        descriptors.forEach(Libc::close);
    }

    @Test
    void aRegularFileIsReadToItsEnd() throws IOException {
        byte[] bytes = new byte[1_000_000];
        new Random(1).nextBytes(bytes);
        Path file = Files.write(folder.resolve("file"), bytes);
        sink.follow(source(open(file, Libc.O_RDONLY)));
        awaitEnd();
        assertThat(sink.calls()).containsExactly(ALL);
        assertThat(sink.digest(Origin.STDOUT)).isEqualTo(hex(Recorder.sha256().digest(bytes)));
    }

    /** A file is always ready: between two reads of it, what else the loop has to do is done. */
    @Test
    void aFileWithoutAnEndLeavesTheLoopToOthers() throws Exception {
        StdinSource source = source(open(Path.of("/dev/zero"), Libc.O_RDONLY));
        sink.follow(source);
        await().until(() -> sink.count(Origin.STDOUT) > 1_000_000);
        result(test.loop().executor().submit(() -> "a turn"));
        join(source);
        assertThat(sink.calls()).containsExactly("bytes stdout", "end stdout");
    }

    @Test
    void theNullDeviceIsAnEnd() {
        sink.follow(source(open(Path.of("/dev/null"), Libc.O_RDONLY)));
        awaitEnd();
        assertThat(sink.calls()).containsExactly("end stdout", "Ended");
    }

    @Test
    void aClosedStandardInputIsAnEnd() {
        sink.follow(source(-1));
        awaitEnd();
        assertThat(sink.calls()).containsExactly("end stdout", "Ended");
    }

    @Test
    void aStandardInputThatIsOnlyForWritingIsAnEnd() {
        sink.follow(source(open(Path.of("/dev/null"), Libc.O_WRONLY)));
        awaitEnd();
        assertThat(sink.calls()).containsExactly("end stdout", "Ended");
    }

    @Test
    void aFolderIsAFailure() {
        sink.follow(source(open(folder, Libc.O_RDONLY)));
        awaitEnd();
        assertThat(sink.events())
                .containsExactly(
                        new SourceEvent.Failed("standard input cannot be read: Is a directory"));
        assertThat(sink.calls()).containsExactly("end stdout", "Failed");
    }

    @Test
    void aPipeIsReadUntilItsWriterHasGone() throws IOException {
        MessageDigest written = Recorder.sha256();
        byte[] bytes = new byte[100_000];
        Random random = new Random(2);
        int fd = pipe();
        try (OutputStream writer = writer()) {
            sink.follow(source(fd));
            for (int i = 0; i < 100; i++) {
                random.nextBytes(bytes);
                writer.write(bytes);
                written.update(bytes);
            }
        }
        awaitEnd();
        assertThat(sink.calls()).containsExactly(ALL);
        assertThat(sink.count(Origin.STDOUT)).isEqualTo(10_000_000);
        assertThat(sink.digest(Origin.STDOUT)).isEqualTo(hex(written.digest()));
    }

    /** The flag would be set for every process that shares the pipe, such as the shell. */
    @Test
    void theSharedDescriptorStaysBlockingAndOpen() throws IOException {
        int fd = pipe();
        try (OutputStream writer = writer()) {
            StdinSource source = source(fd);
            sink.follow(source);
            writer.write('x');
            await().until(() -> sink.count(Origin.STDOUT) == 1);
            assertThat(Libc.fcntl(fd, Libc.F_GETFL, 0) & Libc.O_NONBLOCK).isZero();
            join(source);
            assertThat(Libc.fcntl(fd, Libc.F_GETFL, 0) & Libc.O_NONBLOCK).isZero();
        }
    }

    @Test
    void aStopHandsOnWhatWasWrittenBefore() throws IOException {
        int fd = pipe();
        Fifo.enlarge(fd);
        try (OutputStream writer = writer()) {
            StdinSource source = source(fd);
            Runnable release = test.hold();
            sink.follow(source);
            writer.write(new byte[200_000]);
            CompletionStage<Void> stopped = source.stop();
            release.run();
            outcome(stopped);
            assertThat(sink.count(Origin.STDOUT)).isEqualTo(200_000);
            assertThat(sink.calls()).containsExactly("bytes stdout", "end stdout");
        }
    }

    @Test
    void aJvmThatIsStartedWithoutStandardInputSeesItsEnd() throws Exception {
        assertThat(program("<&-")).isEqualTo("0 bytes, [end stdout, Ended]");
    }

    @Test
    void aJvmReadsTheStandardInputThatItIsGiven() throws Exception {
        Path file = Files.write(folder.resolve("file"), new byte[100_000]);
        assertThat(program("<" + file))
                .isEqualTo("100000 bytes, [bytes stdout, end stdout, Ended]");
    }

    /** What a program that reads its own standard input says it found there. */
    private static String program(String redirection) throws Exception {
        String java = ProcessHandle.current().info().command().orElseThrow();
        ProcessBuilder builder =
                new ProcessBuilder(
                        "sh",
                        "-c",
                        "exec \"$0\" --enable-native-access=ALL-UNNAMED"
                                + " -Djava.util.logging.manager=org.jboss.logmanager.LogManager"
                                + " -cp \"$1\" "
                                + StdinProgram.class.getName()
                                + " "
                                + redirection,
                        java,
                        System.getProperty("java.class.path"));
        Process process = builder.redirectErrorStream(true).start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }

    private StdinSource source(int fd) {
        return new StdinSource(fd, test.loop());
    }

    private int open(Path path, int flags) {
        int fd = Libc.open(path, flags | Libc.O_CLOEXEC);
        assertThat(fd).isNotNegative();
        descriptors.add(fd);
        return fd;
    }

    /** The reading end of a pipe, blocking as a shell hands it on; the writer must open it next. */
    private int pipe() {
        Path path = folder.resolve("pipe");
        Fifo.createIfMissing(path);
        int fd = open(path, Libc.O_RDONLY | Libc.O_NONBLOCK);
        assertThat(Libc.fcntl(fd, F_SETFL, 0)).isZero();
        return fd;
    }

    private OutputStream writer() throws IOException {
        return Files.newOutputStream(folder.resolve("pipe"), StandardOpenOption.WRITE);
    }

    private void awaitEnd() {
        await().until(() -> !sink.events().isEmpty());
    }

    private static void join(StdinSource source) {
        outcome(source.stop());
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
