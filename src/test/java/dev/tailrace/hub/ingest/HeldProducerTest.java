package dev.tailrace.hub.ingest;

import static dev.tailrace.Waiting.await;
import static dev.tailrace.Waiting.outcome;
import static dev.tailrace.Waiting.result;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.MayBlock;
import dev.tailrace.hub.Records;
import dev.tailrace.hub.resume.Checkpoint;
import dev.tailrace.log.DiskFolder;
import dev.tailrace.log.FailingFolder;
import dev.tailrace.log.StreamLog;
import dev.tailrace.log.TestLogs;
import dev.tailrace.source.Fifo;
import dev.tailrace.source.TestLoop;
import dev.tailrace.source.fifo.FifoSource;
import dev.tailrace.source.fifo.FifoWatch;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A FIFO whose bytes go to a disk that is full, with {@code on-disk-full=block}. */
@MayBlock
class HeldProducerTest {
    private static final byte[] LINE = ("x".repeat(127) + "\n").getBytes(US_ASCII);

    /** Four full pipes. */
    private static final int LINES = 4 * Fifo.CAPACITY / LINE.length;

    private static final long ROOM = 100_000;

    /** In which the disk is looked at a few times. */
    private static final Duration HELD = Duration.ofMillis(300);

    @TempDir Path folder;
    @AutoClose final TestLoop test = new TestLoop();
    @AutoClose final TestLoop watching = new TestLoop();
    @AutoClose final FifoWatch watch = new FifoWatch(watching.loop());
    @AutoClose final ExecutorService writers = Executors.newSingleThreadExecutor();
    @AutoClose private StreamLog log;

    private final AtomicLong written = new AtomicLong();
    private FailingFolder disk;
    private Ingest ingest;
    private FifoSource source;

    @BeforeEach
    void start() throws IOException {
        disk = new FailingFolder(new DiskFolder(folder.resolve("log")));
        log =
                TestLogs.open(
                        disk,
                        TestLogs.blocking(TestLogs.settings(1 << 20, 1 << 16, 1024)),
                        InstantSource.system());
        ingest =
                Records.ingest(
                        test.loop(),
                        disk,
                        log,
                        Records.noSpools(test.loop(), log, folder.resolve("spool")),
                        new Checkpoint(disk, log, System::nanoTime));
        source = new FifoSource(folder.resolve("fifo"), test.loop(), watch);
        ingest.take(source);
    }

    private Future<Void> write() {
        return writers.submit(() -> {
            Path fifo = folder.resolve("fifo");
            try (OutputStream out = Files.newOutputStream(fifo, StandardOpenOption.WRITE)) {
                for (int i = 0; i < LINES; i++) {
                    out.write(LINE);
                    written.incrementAndGet();
                }
            }
            return null;
        });
    }

    @Test
    void aFullDiskHoldsTheWriterAndNothingIsLostOnceItHasRoom() throws Exception {
        disk.fillUpAfter(ROOM);
        Future<Void> writer = write();
        await().until(() -> written.get() * LINE.length >= Fifo.CAPACITY);
        // What the disk took, what was read before it was full, and a full pipe.
        long most = ROOM + 2L * test.loop().buffer().length + Fifo.CAPACITY;
        await().during(HELD).until(() -> written.get() * LINE.length <= most);
        assertThat(writer.isDone()).isFalse();
        disk.recover();
        result(writer);
        await().until(() -> log.next() == LINES);
        outcome(source.stop());
    }

    @Test
    void aStopDoesNotWaitForTheDisk() throws Exception {
        disk.fillUpAfter(ROOM);
        var _ = write();
        await().until(log::isFailing);
        ingest.takeRest();
        outcome(source.stop());
        assertThat(log.isFailing()).isTrue();
        disk.recover();
    }
}
