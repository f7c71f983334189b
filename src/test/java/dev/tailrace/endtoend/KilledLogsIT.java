package dev.tailrace.endtoend;

import static dev.tailrace.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.source.Fifo;
import dev.tailrace.suite.Ports;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code tailrace logs -o raw} into a file, while the gateway is killed under it, and while it is
 * killed itself: the file has each line once. {@code -Dtest.kills=100} kills more often.
 */
class KilledLogsIT {
    private static final int KILLS = Integer.getInteger("test.kills", 2);
    private static final int MOST_MILLIS = 400;

    @Test
    void theFileHasEachLineOnceWhoeverIsKilled(@TempDir Path folder) throws Exception {
        long seed = Long.getLong("test.seed", System.nanoTime());
        Random random = new Random(seed);
        Path fifo = folder.resolve("fifo");
        Fifo.createIfMissing(fifo);
        int port = Ports.reserve();
        String app = "app=" + fifo;
        Path out = Files.createFile(folder.resolve("out"));
        String[] logs = {
            "logs", "-f", "-q", "-o", "raw", "--cursor-file", "cursor", "--give-up", "2m", "app"
        };
        Gateway gateway = Tailrace.in(folder).serveOn(port, "--fifo", app);
        LogsReader reader = LogsReader.start(folder, out, port, logs);
        int lines;
        try (NumberedLines writer = NumberedLines.to(fifo)) {
            for (int i = 0; i < KILLS; i++) {
                awaitGrowth(out);
                pause(random);
                gateway.kill();
                gateway = Tailrace.in(folder).serveOn(port, "--fifo", app);
                awaitGrowth(out);
                for (int k = 0; k < 3; k++) {
                    pause(random);
                    reader.kill();
                    reader = LogsReader.start(folder, out, port, logs);
                    awaitGrowth(out);
                }
            }
            lines = writer.finish();
            byte[] sent = sent(lines);
            await().until(() -> Files.size(out) >= sent.length);
            reader.interrupt();
            assertThat(reader.exitCode()).as(reader.errors()).isEqualTo(130);
            byte[] read = Files.readAllBytes(out);
            assertThat(Arrays.mismatch(read, sent)).as("seed %s", seed).isEqualTo(-1);
        } finally {
            reader.close();
            gateway.close();
        }
    }

    private static void awaitGrowth(Path out) throws Exception {
        long before = Files.size(out);
        await().until(() -> Files.size(out) > before);
    }

    private static void pause(Random random) {
        await().pollDelay(Duration.ofMillis(random.nextInt(MOST_MILLIS))).until(() -> true);
    }

    private static byte[] sent(int lines) {
        StringBuilder sent = new StringBuilder();
        for (int i = 0; i < lines; i++) {
            sent.append(NumberedLines.line(i)).append('\n');
        }
        return sent.toString().getBytes(StandardCharsets.US_ASCII);
    }
}
