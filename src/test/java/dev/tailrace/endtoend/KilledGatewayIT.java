package dev.tailrace.endtoend;

import static dev.tailrace.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.hub.HubProgram;
import dev.tailrace.source.Fifo;
import dev.tailrace.suite.InSharedMemory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A gateway that is killed again and again while a program writes: nothing is lost, nothing is
 * stored twice. {@code -Dtest.kills=1000} kills it more often, {@code -Dtest.seed=N} as it was
 * before.
 */
class KilledGatewayIT {
    private static final int KILLS = Integer.getInteger("test.kills", 10);

    /** Each so often it is killed while it starts, and takes in what the one before had read. */
    private static final int WHILE_STARTING = 3;

    private static final String SPOOL_ENABLED = "TAILRACE_SPOOL_ENABLED";
    private static final int MOST_MILLIS_OF_STARTING = 500;
    private static final int MOST_MILLIS_OF_READING = 150;

    @TempDir Path folder;

    /** Not in {@code folder}: the death of a gateway leaves spools in memory, too. */
    @TempDir(factory = InSharedMemory.class)
    Path spools;

    @Test
    void everyLineIsInTheLogOnceAndInOrder() throws Exception {
        long seed = Long.getLong("test.seed", System.nanoTime());
        Random random = new Random(seed);
        Path fifo = folder.resolve("fifo");
        Fifo.createIfMissing(fifo);
        try (NumberedLines writer = NumberedLines.to(fifo)) {
            for (int i = 1; i <= KILLS; i++) {
                killAGateway(fifo, i % WHILE_STARTING == 0, random);
            }
            try (Gateway last = inMemory().serve("--fifo", "app=" + fifo)) {
                int lines = writer.finish();
                String end = NumberedLines.line(lines - 1) + "\n";
                await().untilAsserted(() ->
                        assertThat(last.body("/streams/app/log?tail=1")).asString().isEqualTo(end));
                assertThatAllAreIn(last, lines, "seed " + seed);
                last.stop();
            }
        }
    }

    private void killAGateway(Path fifo, boolean whileStarting, Random random) throws IOException {
        Path data = Tailrace.in(folder).data();
        HubProgram gateway =
                HubProgram.start(
                        data,
                        spools,
                        folder.resolve("errors"),
                        "tailrace.streams.app.fifo.path",
                        fifo.toString());
        if (!whileStarting) {
            gateway.awaitReading();
        }
        int most = whileStarting ? MOST_MILLIS_OF_STARTING : MOST_MILLIS_OF_READING;
        await().pollDelay(Duration.ofMillis(random.nextInt(most))).until(() -> true);
        gateway.kill();
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
        String script = "printf 'one\ntw'; until [ -e end ]; do sleep 0.02; done";
        String[] command = {"--name", "app", "--", "sh", "-c", script};
        try (Gateway gateway = patient().start("run", command)) {
            gateway.awaitStream("app").awaitNext("app", 2).kill();
        } finally {
            Files.createFile(folder.resolve("end"));
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

    private static void assertThatAllAreIn(Gateway gateway, int lines, String seed) {
        int[] next = {0};
        gateway.forEachLine(
                "/streams/app/log",
                line -> assertThat(line).as(seed).isEqualTo(NumberedLines.line(next[0]++)));
        assertThat(next[0]).as(seed).isEqualTo(lines);
    }

    /** Spools are where they are by default, on tmpfs; the other tests have theirs on the disk. */
    private Tailrace inMemory() {
        return Tailrace.in(folder)
                .with("TAILRACE_LOG_RETAIN_BYTES", HubProgram.RETAINED)
                .with("TAILRACE_SPOOL_FOLDER", spools.toString());
    }
}
