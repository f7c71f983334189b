package dev.tailrace.source.tail;

import static dev.tailrace.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.tailrace.model.Origin;
import dev.tailrace.source.tail.lines.LineFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A file that is rotated again and again while it is written as fast as it is read: nothing lost,
 * nothing twice. {@code -Dtest.rotations=10000} rotates more often, at {@code -Dtest.rate} bytes a
 * second; {@code -Dtest.kind=LINK} in one way; {@code -Dtest.seed=N} as it was before.
 */
class RotationsTest {
    private static final int ROTATIONS = Integer.getInteger("test.rotations", 20);
    private static final long RATE = Long.getLong("test.rate", 50_000_000);
    private static final int MAX_FILE_BYTES = Integer.getInteger("test.file-bytes", 300_000);

    /** The producer's program and the reader share two cores with whatever else runs. */
    private static final int KEPT = 40;

    private static final Duration PAUSE = Duration.ofNanos(100_000);
    private static final long MAX_LINES_AHEAD = KEPT / 2 * (MAX_FILE_BYTES / 2L) / 64;

    @ParameterizedTest
    @EnumSource(Rotator.Kind.class)
    void nothingIsLostAndNothingTwice(Rotator.Kind kind, @TempDir Path folder) throws IOException {
        assumeThat(System.getProperty("test.kind", kind.name())).isEqualTo(kind.name());
        long seed = Long.getLong("test.seed", System.nanoTime());
        Random random = new Random(seed);
        LineChecker checker = new LineChecker();
        try (TailFixture files = new TailFixture(folder);
                Rotator rotator = new Rotator(folder, kind, KEPT)) {
            Track track = new Track("log", rotator.series(), Origin.STDOUT);
            files.follow(
                    new TailSpec("app", List.of(track), LineFormat.RAW, false, Optional.empty()),
                    checker);
            long begun = System.nanoTime();
            long written = 0;
            for (int i = 0; i < ROTATIONS && checker.wrong().isEmpty(); i++) {
                int bytes = MAX_FILE_BYTES / 2 + random.nextInt(MAX_FILE_BYTES / 2);
                rotator.write(bytes, random);
                written += bytes;
                rotator.rotate();
                pace(begun, written, rotator, checker);
            }
            double seconds = (System.nanoTime() - begun) / 1e9;
            await().until(() -> checker.lines() == rotator.lines() || !checker.wrong().isEmpty());
            assertThat(checker.wrong()).as("seed %d", seed).isEmpty();
            System.getLogger(RotationsTest.class.getName())
                    .log(
                            System.Logger.Level.INFO,
                            "{0}: {1} rotations, {2} MB/s",
                            kind,
                            ROTATIONS,
                            Math.round(written / 1e6 / seconds));
        }
    }

    /** Not faster than it is to be, nor so far ahead that files are removed unread. */
    private static void pace(long begun, long written, Rotator rotator, LineChecker checker) {
        long due = begun + written * 1_000_000_000L / RATE;
        await().pollDelay(Duration.ZERO)
                .pollInterval(PAUSE)
                .until(() ->
                        System.nanoTime() >= due
                                && (rotator.lines() - checker.lines() <= MAX_LINES_AHEAD
                                        || !checker.wrong().isEmpty()));
    }
}
