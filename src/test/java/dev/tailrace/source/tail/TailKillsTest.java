package dev.tailrace.source.tail;

import static dev.tailrace.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.tailrace.model.Origin;
import dev.tailrace.source.tail.lines.LineFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Who follows a file that is rotated many times a second is killed again and again: nothing is
 * lost, nothing comes twice. {@code -Dtest.kills=10000} kills more often, {@code -Dtest.kind=LINK}
 * with one way to rotate; {@code -Dtest.seed=N} as it was before.
 */
class TailKillsTest {
    private static final int KILLS = Integer.getInteger("test.kills", 12);
    private static final int MAX_FILE_BYTES = 300_000;
    private static final int KEPT = 60;
    private static final int MOST_MILLIS = 60;
    private static final int MOST_MICROS_OF_REST = 12_000;

    /** So that no file is removed that is not read yet, or would have to be read again. */
    private static final long MAX_BYTES_AHEAD = KEPT / 2 * (MAX_FILE_BYTES / 2L);

    private volatile boolean done;

    @ParameterizedTest
    @EnumSource(Rotator.Kind.class)
    void nothingIsLostAndNothingTwice(Rotator.Kind kind, @TempDir Path folder) throws IOException {
        assumeThat(System.getProperty("test.kind", kind.name())).isEqualTo(kind.name());
        long seed = Long.getLong("test.seed", System.nanoTime());
        Random random = new Random(seed);
        KeptLog log = new KeptLog(new Random(seed));
        try (Rotator rotator = new Rotator(folder, kind, KEPT)) {
            Track track = new Track("log", rotator.series(), Origin.STDOUT);
            TailSpec spec =
                    new TailSpec("app", List.of(track), LineFormat.RAW, false, Optional.empty());
            CompletableFuture<Void> writing =
                    CompletableFuture.runAsync(() -> write(rotator, log, new Random(seed)));
            for (int i = 0; i < KILLS && log.wrong().isEmpty(); i++) {
                try (TailFixture files = new TailFixture(folder)) {
                    files.follow(spec, log.next());
                    LockSupport.parkNanos(
                            TimeUnit.MILLISECONDS.toNanos(random.nextInt(MOST_MILLIS)));
                    log.kill();
                    files.stop();
                }
            }
            done = true;
            writing.join();
            try (TailFixture files = new TailFixture(folder)) {
                files.follow(spec, log.next());
                await().until(() -> log.lines() == rotator.lines() || !log.wrong().isEmpty());
            }
            assertThat(log.wrong()).as("seed %d", seed).isEmpty();
        }
    }

    private void write(Rotator rotator, KeptLog log, Random random) {
        try {
            long written = 0;
            while (!done) {
                int pieces = 1 + random.nextInt(10);
                for (int i = 0; i < pieces; i++) {
                    int bytes = 1 + random.nextInt(MAX_FILE_BYTES / pieces);
                    rotator.write(bytes, random);
                    written += bytes;
                    rest(random);
                }
                rotator.rotate();
                do {
                    rest(random);
                } while (!done && written - log.bytesReadAtPlace() > MAX_BYTES_AHEAD);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void rest(Random random) {
        LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(random.nextInt(MOST_MICROS_OF_REST)));
    }
}
