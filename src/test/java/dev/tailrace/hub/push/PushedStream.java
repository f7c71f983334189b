package dev.tailrace.hub.push;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tailrace.hub.Records;
import dev.tailrace.hub.ingest.Ingest;
import dev.tailrace.hub.resume.Checkpoint;
import dev.tailrace.hub.resume.Spools;
import dev.tailrace.log.DiskFolder;
import dev.tailrace.log.FailingFolder;
import dev.tailrace.log.LogSettings;
import dev.tailrace.log.ReadResult;
import dev.tailrace.log.SegmentReader;
import dev.tailrace.log.StreamLog;
import dev.tailrace.log.TestLogs;
import dev.tailrace.model.Batch;
import dev.tailrace.model.Line;
import dev.tailrace.model.Origin;
import dev.tailrace.model.PushedLines;
import dev.tailrace.source.TestLoop;
import dev.tailrace.source.push.PushSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A stream into which lines are pushed, on a disk that fills up, by a gateway that is killed. */
final class PushedStream implements AutoCloseable {
    /** Each failure is said, and tests fail by the hundred. */
    static final int RECORD_BYTES = 100;

    static final Duration WRITE_TIMEOUT = Duration.ofMillis(300);
    private static final int SEGMENT_BYTES = 2000;

    private final Path path;
    private final boolean blocking;
    private final Duration writeTimeout;
    private TestLoop loop = new TestLoop();
    private @Nullable StreamLog log;
    private @Nullable PushQueue requests;
    private @Nullable Spools spools;
    FailingFolder disk;

    PushedStream(Path path, boolean blocking) throws IOException {
        this(path, blocking, WRITE_TIMEOUT);
    }

    PushedStream(Path path, boolean blocking, Duration writeTimeout) throws IOException {
        this.path = path;
        this.blocking = blocking;
        this.writeTimeout = writeTimeout;
        this.disk = new FailingFolder(new DiskFolder(path.resolve("log")));
        start();
    }

    private void start() throws IOException {
        start(1000, Duration.ofDays(1), InstantSource.system());
    }

    /** A gateway starts, after another one has been killed. */
    void start(int maxKeys, Duration keyAge, InstantSource clock) throws IOException {
        loop.close();
        loop = new TestLoop();
        Path logs = path.resolve("log");
        disk = new FailingFolder(new DiskFolder(logs));
        LogSettings settings = TestLogs.settings(SEGMENT_BYTES, 1 << 16, RECORD_BYTES);
        StreamLog opened =
                TestLogs.open(
                        disk,
                        blocking ? TestLogs.blocking(settings) : settings,
                        InstantSource.system());
        Spools none = Records.noSpools(loop.loop(), opened, path.resolve("spool"));
        Ingest ingest =
                Records.ingest(
                        loop.loop(),
                        disk,
                        opened,
                        none,
                        new Checkpoint(disk, opened, System::nanoTime));
        PushSource source = new PushSource(loop.loop());
        ingest.take(source);
        IdempotencyKeys keys = new IdempotencyKeys(logs, opened, maxKeys, keyAge, clock);
        log = opened;
        spools = none;
        requests = new PushQueue(opened, loop.loop(), source, keys, writeTimeout, clock);
    }

    void killAndStart() throws IOException {
        start();
    }

    /** Hands a request over; the stage completes as it is answered. */
    CompletionStage<PushOutcome> send(@Nullable PushKey key, PushedLines lines) {
        return Objects.requireNonNull(requests).take(lines, key);
    }

    /** What is answered; null if the gateway is killed before. */
    @Nullable PushOutcome push(@Nullable PushKey key, PushedLines lines) {
        CompletableFuture<PushOutcome> answer = send(key, lines).toCompletableFuture();
        CompletableFuture.runAsync(() -> {}, loop.loop().executor()).join();
        return answer.getNow(null);
    }

    @Nullable PushOutcome push(@Nullable String key, String text) {
        return push(key == null ? null : new PushKey(key, "digest of " + text), text(text));
    }

    static PushedLines text(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        return PushedLines.ofText(Arrays.copyOf(bytes, bytes.length + 1), bytes.length);
    }

    /** Does on the loop what the gateway does when a log is failing. */
    void tend() {
        CompletableFuture.runAsync(() -> log().tend(), loop.loop().executor()).join();
    }

    StreamLog log() {
        return Objects.requireNonNull(log);
    }

    IdempotencyKeys keys() {
        return Objects.requireNonNull(requests).keys();
    }

    Path keyFile() {
        return path.resolve("log").resolve("push.keys");
    }

    /** As if it had been killed right before it wrote the last line of its keys. */
    void loseLastKeyLine(int bytesOfIt) throws IOException {
        String text = Files.readString(keyFile());
        int last = text.lastIndexOf('\n', text.length() - 2) + 1;
        Files.writeString(keyFile(), text.substring(0, last + bytesOfIt));
    }

    /** The producer's bytes, from the log's files. */
    String stored(Origin origin) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        long seq = log().first();
        try (SegmentReader reader = log().reader()) {
            for (var read = reader.read(seq);
                    !(read instanceof ReadResult.AtEnd);
                    read = reader.read(seq)) {
                if (read instanceof ReadResult.Records(Batch batch)) {
                    add(batch, origin, bytes);
                    seq = batch.next();
                } else if (read instanceof ReadResult.Missing(var gap)) {
                    seq = gap.to() + 1;
                }
            }
        }
        return bytes.toString(UTF_8);
    }

    private static void add(Batch batch, Origin origin, ByteArrayOutputStream bytes) {
        for (int i = 0; i < batch.count(); i++) {
            if (batch.origin(i) == origin) {
                bytes.writeBytes(Line.of(batch, i).content());
                bytes.writeBytes((batch.partial(i) ? "" : "\n").getBytes(UTF_8));
            }
        }
    }

    @Override
    public void close() throws IOException {
        loop.close();
        keys().close();
        Objects.requireNonNull(spools).close();
        log().close();
    }
}
