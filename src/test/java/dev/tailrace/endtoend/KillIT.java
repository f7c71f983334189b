package dev.tailrace.endtoend;

import static dev.tailrace.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.suite.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Comparator;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** kill -9 while lines come as fast as they can. */
class KillIT {
    private static final long SEED = 501;
    private static final int KILLS = Integer.getInteger("test.kills", 3);

    /** More than a pipe holds, so that the gateway has always more to read. */
    private static final int LINES_AT_ONCE = 20_000;

    /** Between such heaps, so that the test's own client can follow. */
    private static final long PAUSE_NANOS = 200_000_000;

    @TempDir Path folder;

    @Test
    void everyLineIsKeptOnceAndWhatWasSeenStays() throws Exception {
        Path fifo = folder.resolve("fifo");
        Random random = new Random(SEED);
        int port = Ports.reserve();
        Gateway gateway = serve(port, fifo);
        try (FifoWriter writer = new FifoWriter(fifo, LINES_AT_ONCE, PAUSE_NANOS);
                Witness witness = new Witness(port, "a", random, Long.MAX_VALUE)) {
            for (int i = 0; i < KILLS; i++) {
                int before = witness.count();
                await().alias("seed " + SEED)
                        .until(() -> {
                            witness.assertContent();
                            return witness.count() > before;
                        });
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(300)));
                gateway.kill();
                if (i % 2 == 0) {
                    tearLastWrite();
                }
                gateway = serve(port, fifo);
            }
            writer.finish();
            Gateway now = gateway;
            await().alias("seed " + SEED)
                    .until(() -> {
                        witness.assertContent();
                        return witness.count() > 0 && witness.lastNumber() == writer.written() - 1;
                    });
            witness.assertAgrees(now, "a");
            assertWhole(now);
        } finally {
            gateway.close();
        }
    }

    /** As if the kernel had got only so far with the last write: seldom, so it is brought about. */
    private void tearLastWrite() throws IOException {
        Path stream = Tailrace.in(folder).data().resolve("streams").resolve("a");
        try (Stream<Path> files = Files.list(stream)) {
            Path last =
                    files.filter(file -> file.toString().endsWith(".log"))
                            .max(Comparator.naturalOrder())
                            .orElseThrow();
            String half = Instant.now().plusSeconds(1) + " stdout F line 1";
            Files.writeString(last, half, StandardOpenOption.APPEND);
        }
    }

    /** Each line that was written is in the log once, in order, in one piece or in parts. */
    private static void assertWhole(Gateway gateway) {
        long[] seq = {0};
        long[] number = {0};
        StringBuilder line = new StringBuilder();
        gateway.forEachEntry(
                "a",
                entry -> {
                    assertThat(entry.seq()).as("seed " + SEED).isEqualTo(seq[0]++);
                    line.append(entry.text());
                    if (!entry.partial()) {
                        assertThat(FifoWriter.number(line.toString()))
                                .as(line + ", seed " + SEED)
                                .isEqualTo(number[0]++);
                        line.setLength(0);
                    }
                });
        assertThat(line).as("seed " + SEED).isEmpty();
    }

    private Gateway serve(int port, Path fifo) {
        return Tailrace.in(folder).serveOn(port, "--fifo", "a=" + fifo);
    }
}
