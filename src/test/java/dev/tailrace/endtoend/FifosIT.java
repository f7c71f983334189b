package dev.tailrace.endtoend;

import static dev.tailrace.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Streams from FIFOs, few and many. */
class FifosIT {
    private static final int MANY = 1000;

    /** USER_HZ, which is 100 on all Linux systems. */
    private static final int TICK_MILLIS = 10;

    @TempDir Path folder;

    @Test
    void writersComeAndGo() throws IOException {
        Path fifo = folder.resolve("fifo");
        try (Gateway gateway = Tailrace.in(folder).serve("--fifo", "a=" + fifo)) {
            StringBuilder expected = new StringBuilder();
            for (int i = 1; i <= 20; i++) {
                Files.writeString(fifo, "writer " + i + "\n");
                expected.append("writer ").append(i).append('\n');
                gateway.awaitNext("a", i);
            }
            assertThat(gateway.stream("a").get("state").asText()).isEqualTo("running");
            assertThat(gateway.body("/streams/a/log")).asString().isEqualTo(expected.toString());
        }
        assertThat(fifo).as("it is left where it was").exists();
    }

    @Test
    void aThousandIdleFifosCostHardlyAnything() throws IOException {
        StringBuilder yaml = new StringBuilder("tailrace:\n  streams:\n");
        for (int i = 0; i < MANY; i++) {
            yaml.append("    s%d: {fifo: {path: %s}}\n".formatted(i, fifo(i)));
        }
        Path config = Files.writeString(folder.resolve("many.yaml"), yaml);
        try (Gateway gateway = Tailrace.in(folder).serve("--config", config.toString())) {
            Path process = Path.of("/proc", Long.toString(gateway.pid()));
            long[] before = {cpuMillis(process)};
            // Starting has its aftermath: a quiet time is awaited, and then must come.
            await().pollDelay(Duration.ofSeconds(2))
                    .pollInterval(Duration.ofSeconds(2))
                    .until(() -> {
                        long now = cpuMillis(process);
                        long used = now - before[0];
                        before[0] = now;
                        return used < 100;
                    });
            try (Stream<Path> threads = Files.list(process.resolve("task"))) {
                assertThat(threads.count()).isLessThan(50);
            }
            int[] some = IntStream.range(0, MANY).filter(i -> i % 97 == 0).toArray();
            for (int i : some) {
                Files.writeString(fifo(i), "here " + i + "\n");
            }
            for (int i : some) {
                gateway.awaitNext("s" + i, 1);
                assertThat(gateway.body("/streams/s" + i + "/log"))
                        .asString()
                        .isEqualTo("here " + i + "\n");
            }
            gateway.stop();
        }
    }

    private Path fifo(int number) {
        return folder.resolve("fifo" + number);
    }

    /** utime and stime, the 14th and 15th field of proc_pid_stat(5). */
    private static long cpuMillis(Path process) throws IOException {
        String stat = Files.readString(process.resolve("stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * TICK_MILLIS;
    }
}
