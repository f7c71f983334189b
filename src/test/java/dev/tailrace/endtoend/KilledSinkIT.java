package dev.tailrace.endtoend;

import static dev.tailrace.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.source.Fifo;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A gateway that is killed while it feeds a FIFO: the reader lacks nothing, and what it has twice
 * is the one write that was under way. {@code -Dtest.kills=100} kills it more often.
 */
class KilledSinkIT {
    private static final int KILLS = Integer.getInteger("test.kills", 3);
    private static final int MOST_MILLIS_OF_FEEDING = 300;

    /** What one write takes at most. */
    private static final int ONE_WRITE = 64 * 1024;

    private static final int FILE_BYTES = 100_000_000;

    /** Then another gateway begins anew: all that was sent and taken is compared in memory. */
    private static final int KILLS_IN_ONE = 10;

    @Test
    void theReaderLacksNothingAndHasOneWriteTwiceAtMost(@TempDir Path folder) throws Exception {
        long seed = Long.getLong("test.seed", System.nanoTime());
        Random random = new Random(seed);
        for (int done = 0; done < KILLS; done += KILLS_IN_ONE) {
            Path own = Files.createDirectory(folder.resolve("after-" + done));
            kill(own, Math.min(KILLS_IN_ONE, KILLS - done), random, "seed " + seed);
        }
    }

    private static void kill(Path folder, int kills, Random random, String seed) throws Exception {
        Logmon logmon = new Logmon(folder, "app", "stdout", FILE_BYTES).start();
        Path from = folder.resolve("from");
        Fifo.createIfMissing(from);
        Path config =
                Files.writeString(folder.resolve("gateway.yaml"), configuration(from, logmon));
        int[] lives = new int[kills + 1];
        int lines;
        try (NumberedLines writer = NumberedLines.to(from)) {
            for (int i = 1; i <= kills; i++) {
                int before = logmon.taken();
                Gateway gateway = Tailrace.in(folder).serve("--config", config.toString());
                await().until(() -> logmon.taken() > before);
                await().pollDelay(Duration.ofMillis(random.nextInt(MOST_MILLIS_OF_FEEDING)))
                        .until(() -> true);
                gateway.kill();
                int life = i;
                await().until(() -> logmon.ends() == life);
                lives[i] = logmon.taken();
            }
            try (Gateway last = Tailrace.in(folder).serve("--config", config.toString())) {
                lines = writer.finish();
                // A gateway that is told to stop leaves what it has not fed to its next life.
                String end = NumberedLines.line(lines - 1);
                await().until(() -> logmon.endsWith(end));
                last.stop();
                await().until(() -> logmon.ends() == kills + 1);
            }
        }
        assertThatItIs(sent(lines), logmon.content(), lives, seed);
    }

    private static String configuration(Path from, Logmon to) {
        return "tailrace: {streams: {app: {fifo: {path: %s}, sink: {fifo: {stdout: %s}}}}}"
                .formatted(from, to.fifo());
    }

    private static byte[] sent(int lines) {
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        for (int i = 0; i < lines; i++) {
            sent.writeBytes((NumberedLines.line(i) + "\n").getBytes(StandardCharsets.US_ASCII));
        }
        return sent.toByteArray();
    }

    /** Each life goes on where the one before ended, or at most a write before that. */
    private static void assertThatItIs(byte[] sent, byte[] taken, int[] lives, String seed) {
        int at = 0;
        for (int life = 0; life < lives.length; life++) {
            int begin = lives[life];
            int end = life + 1 < lives.length ? lives[life + 1] : taken.length;
            int repeated = 0;
            while (repeated <= Math.min(at, ONE_WRITE)
                    && !fits(sent, at - repeated, taken, begin, end)) {
                repeated++;
            }
            assertThat(repeated)
                    .as("%s: bytes that life %d has again", seed, life)
                    .isLessThanOrEqualTo(Math.min(at, ONE_WRITE));
            at += end - begin - repeated;
        }
        assertThat(at).as(seed).isEqualTo(sent.length);
    }

    private static boolean fits(byte[] sent, int from, byte[] taken, int begin, int end) {
        int to = from + end - begin;
        return to <= sent.length && Arrays.equals(sent, from, to, taken, begin, end);
    }
}
