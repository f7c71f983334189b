package dev.tailrace.endtoend;

import static dev.tailrace.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.hub.HubProgram;
import dev.tailrace.source.tail.Rotator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A gateway that is killed again and again while it follows a file that is rotated: nothing is
 * lost, nothing is stored twice. {@code -Dtest.kills=1000} kills it more often, {@code
 * -Dtest.seed=N} as it was before.
 */
class KilledTailIT {
    private static final int KILLS = Integer.getInteger("test.kills", 3);
    private static final int TICK_MILLIS = 10;
    private static final int BYTES_A_TICK = 20_000;
    private static final int TICKS_A_FILE = 15;

    private static final int KEPT = 400;

    /**
     * Rotated while a gateway starts, reads and dies; then the writer waits for the next one. So no
     * file is removed before it is read, however long a start takes.
     */
    private static final int FILES_A_LIFE = Math.max(4, KEPT / 2 / KILLS);

    private static final int MOST_MILLIS_OF_READING = 600;

    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
    private volatile int due;
    private int ticks;

    @ParameterizedTest
    @EnumSource(
            value = Rotator.Kind.class,
            names = {"NUMBERED_GZIP", "COPYTRUNCATE"})
    void everyLineIsInTheLogOnceAndInOrder(Rotator.Kind kind, @TempDir Path folder)
            throws IOException, InterruptedException, ExecutionException {
        long seed = Long.getLong("test.seed", System.nanoTime());
        Random random = new Random(seed);
        Path logs = Files.createDirectory(folder.resolve("logs"));
        try (Rotator rotator = new Rotator(logs, kind, KEPT)) {
            Future<?> writing = write(rotator, new Random(seed));
            for (int i = 0; i < KILLS; i++) {
                due += FILES_A_LIFE * TICKS_A_FILE;
                killAGateway(folder, logs.resolve("app.log"), random);
            }
            try (Gateway last =
                    Tailrace.in(folder).serve("--tail", "app=" + logs.resolve("app.log"))) {
                writing.cancel(false);
                thread.submit(() -> {}).get();
                thread.shutdown();
                String end = Rotator.line(rotator.lines() - 1);
                await().untilAsserted(() ->
                        assertThat(last.body("/streams/app/log?tail=1")).asString().isEqualTo(end));
                assertThatAllAreIn(last, rotator.lines(), "seed " + seed);
                last.stop();
            }
        }
    }

    private Future<?> write(Rotator rotator, Random random) {
        return thread.scheduleAtFixedRate(
                () -> tick(rotator, random), 0, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void tick(Rotator rotator, Random random) {
        if (ticks == due) {
            return;
        }
        try {
            rotator.write(BYTES_A_TICK, random);
            if (++ticks % TICKS_A_FILE == 0) {
                rotator.rotate();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void killAGateway(Path folder, Path file, Random random) throws IOException {
        Path data = Tailrace.in(folder).data();
        HubProgram gateway =
                HubProgram.start(
                                data,
                                folder.resolve("spool"),
                                folder.resolve("errors"),
                                "tailrace.streams.app.tail.path",
                                file.toString())
                        .awaitReading();
        int millis = random.nextInt(MOST_MILLIS_OF_READING);
        await().pollDelay(Duration.ofMillis(millis)).until(() -> true);
        gateway.kill();
    }

    private static void assertThatAllAreIn(Gateway gateway, long lines, String seed) {
        long[] next = {0};
        gateway.forEachLine(
                "/streams/app/log",
                line -> assertThat(line + "\n").as(seed).isEqualTo(Rotator.line(next[0]++)));
        assertThat(next[0]).as(seed).isEqualTo(lines);
    }
}
