package dev.tailrace.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A gateway that is killed again and again while a program writes: nothing is lost, nothing is
 * stored twice. {@code -Dtailrace.kills=100} kills it more often, {@code -Dtailrace.seed=N} as it
 * was before.
 */
class KilledGatewayIT {
    private static final int KILLS = Integer.getInteger("tailrace.kills", 10);

    /** Each so often it is killed while it starts, and takes in what the one before had read. */
    private static final int WHILE_STARTING = 3;

    private static final String SPOOL_ENABLED = "TAILRACE_SPOOL_ENABLED";
    private static final Path SHARED_MEMORY = Path.of("/dev/shm");
    private static final int MOST_MILLIS = 1000;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir Path folder;

    @Test
    void everyLineIsInTheLogOnceAndInOrder() throws Exception {
        long seed = Long.getLong("tailrace.seed", System.nanoTime());
        Random random = new Random(seed);
        Path fifo = folder.resolve("fifo");
        Gateway first = serve();
        try (NumberedLines writer = NumberedLines.to(fifo)) {
            first.kill();
            for (int i = 1; i <= KILLS; i++) {
                Gateway gateway = i % WHILE_STARTING == 0 ? start() : serve();
                await().pollDelay(Duration.ofMillis(random.nextInt(MOST_MILLIS))).until(() -> true);
                gateway.kill();
            }
            try (Gateway last = serve()) {
                int lines = writer.finish();
                String end = NumberedLines.line(lines - 1) + "\n";
                await().atMost(PATIENCE)
                        .untilAsserted(() ->
                                assertThat(last.body("/streams/app/log?tail=1"))
                                        .asString()
                                        .isEqualTo(end));
                assertThatAllAreIn(last.body("/streams/app/log"), lines, "seed " + seed);
                last.stop();
            }
        }
    }

    @Test
    void anUnfinishedLineIsTakenInThoughNobodyGoesOnWithIt() throws IOException {
        try (Gateway gateway = patient().serve("--fifo", "app=" + folder.resolve("fifo"))) {
            Files.writeString(folder.resolve("fifo"), "one\ntw");
            gateway.awaitNext("app", 1).kill();
        }
        try (Gateway gateway = Tailrace.in(folder).serve()) {
            assertThat(gateway.body("/streams/app/log")).asString().isEqualTo("one\ntw");
            gateway.stop();
        }
    }

    @Test
    void whatACommandHadPrintedIsNotLostEither() throws IOException {
        String[] command = {"--name", "app", "--", "sh", "-c", "printf 'one\ntw'; exec sleep 10"};
        try (Gateway gateway = patient().start("run", command)) {
            gateway.awaitStream("app").awaitNext("app", 2).kill();
        }
        try (Gateway gateway = Tailrace.in(folder).with(SPOOL_ENABLED, "false").serve()) {
            assertThat(gateway.body("/streams/app/log")).asString().isEqualTo("one\ntw");
            gateway.stop();
        }
    }

    /** A gateway that shows no part of an unfinished line. */
    private Tailrace patient() {
        return Tailrace.in(folder).with("TAILRACE_INGEST_FLUSH_AFTER", "1h");
    }

    private static void assertThatAllAreIn(byte[] log, int lines, String seed) throws IOException {
        try (BufferedReader reader =
                new BufferedReader(
                        new InputStreamReader(
                                new ByteArrayInputStream(log), StandardCharsets.UTF_8))) {
            for (int i = 0; i < lines; i++) {
                assertThat(reader.readLine()).as(seed).isEqualTo(NumberedLines.line(i));
            }
            assertThat(reader.readLine()).as(seed).isNull();
        }
    }

    private Gateway serve() {
        return inMemory().serve("--fifo", "app=" + folder.resolve("fifo"));
    }

    private Gateway start() {
        return inMemory().start("serve", "--fifo", "app=" + folder.resolve("fifo"));
    }

    /** Spools are where they are by default, on tmpfs; the other tests have theirs on the disk. */
    private Tailrace inMemory() {
        return Files.isWritable(SHARED_MEMORY)
                ? Tailrace.in(folder).with("TAILRACE_SPOOL_FOLDER", SHARED_MEMORY.toString())
                : Tailrace.in(folder);
    }
}
