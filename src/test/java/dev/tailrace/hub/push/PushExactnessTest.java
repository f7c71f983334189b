package dev.tailrace.hub.push;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.Depth;
import dev.tailrace.model.Origin;
import dev.tailrace.model.PushedLines;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A client that repeats each request with its key until it is answered, and a gateway that is
 * killed anywhere: every line is stored once. {@code -Dtest.seed=N} is one run again.
 */
class PushExactnessTest {
    private static final int SEEDS = Depth.rounds(5);
    private static final int REQUESTS = 40;
    private static final int MOST_LINES = 30;

    /** Some are longer than a record. */
    private static final int MOST_LINE_BYTES = 3 * PushedStream.RECORD_BYTES;

    @TempDir Path path;

    private final StringBuilder stdout = new StringBuilder();
    private final StringBuilder stderr = new StringBuilder();
    private int kills;

    static LongStream seeds() {
        Long seed = Long.getLong("test.seed");
        return seed == null ? LongStream.range(0, SEEDS) : LongStream.of(seed);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everyLineIsStoredOnceWhereverTheGatewayIsKilled(long seed) throws IOException {
        Random random = new Random(seed);
        try (PushedStream stream = new PushedStream(path, false)) {
            for (int i = 0; i < REQUESTS; i++) {
                repeatUntilAnswered(stream, new PushKey("key-" + i, "digest-" + i), random);
            }
            stream.disk.dieAfter(Long.MAX_VALUE);
            assertThat(stream.stored(Origin.STDOUT)).isEqualTo(stdout.toString());
            assertThat(stream.stored(Origin.STDERR)).isEqualTo(stderr.toString());
        }
        assertThat(kills).as("kills").isGreaterThan(REQUESTS / 4);
    }

    private void repeatUntilAnswered(PushedStream stream, PushKey key, Random random)
            throws IOException {
        PushedLines lines = lines(random);
        PushOutcome.Written first = null;
        while (first == null) {
            if (random.nextInt(2) == 0) {
                stream.disk.dieAfter(random.nextInt(4000));
            }
            first = (PushOutcome.Written) stream.push(key, lines);
            if (first == null) {
                kills++;
                stream.killAndStart();
            }
        }
        assertThat(first.lines()).isEqualTo(lines.lines());
        // Else its line is there from the start on.
        if (!first.repeated() && random.nextInt(3) == 0) {
            killAfterTheLastLine(stream, random);
        }
        // Its answer may not have come: it asks again, and is told the same.
        PushOutcome.Written again = (PushOutcome.Written) stream.push(key, lines);
        assertThat(again)
                .isEqualTo(
                        new PushOutcome.Written(
                                first.epoch(), first.first(), first.last(), first.lines(), true));
    }

    /** What the keys were to say last is not there, or half of it. */
    private void killAfterTheLastLine(PushedStream stream, Random random) throws IOException {
        stream.loseLastKeyLine(random.nextInt(20));
        kills++;
        stream.killAndStart();
    }

    private PushedLines lines(Random random) {
        PushedLines.Builder lines = new PushedLines.Builder(100);
        int count = 1 + random.nextInt(MOST_LINES);
        for (int i = 0; i < count; i++) {
            Origin origin = random.nextInt(4) == 0 ? Origin.STDERR : Origin.STDOUT;
            StringBuilder line = new StringBuilder();
            int length = random.nextInt(5) == 0 ? random.nextInt(MOST_LINE_BYTES) : 20;
            for (int c = 0; c < length; c++) {
                line.append((char) ('a' + random.nextInt(26)));
            }
            boolean partial = random.nextInt(10) == 0;
            lines.add(line.toString().toCharArray(), 0, line.length());
            lines.endLine(
                    origin, random.nextInt(3) == 0 ? 1_000_000L + i : PushedLines.NO_TIME, partial);
            (origin == Origin.STDERR ? stderr : stdout).append(line).append(partial ? "" : "\n");
        }
        return lines.build();
    }
}
