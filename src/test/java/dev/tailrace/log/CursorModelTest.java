package dev.tailrace.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.Depth;
import org.junit.jupiter.api.Test;

/**
 * Cursors on a log beside its model, in thousands of orders of appending, publishing, rolling,
 * retaining, compressing, reading, asking, pausing, leaving and coming back: what is delivered,
 * filtered and lost is what was published, in order and without overlap.
 *
 * <pre>
 *   -Dtest.depth=N   N times as many orders
 *   -Dtest.first=N   the first of them, 0 if none is given
 *   -Dtest.seed=N    this one alone, as a failure names it
 * </pre>
 */
class CursorModelTest {
    private static final int SEEDS = Depth.rounds(400);

    @Test
    void deliveredAndFilteredAndLostIsWhatWasPublished() {
        Long only = Long.getLong("test.seed");
        if (only != null) {
            play(only);
            return;
        }
        long first = Long.getLong("test.first", 0);
        long joins = 0;
        for (long seed = first; seed < first + SEEDS; seed++) {
            joins += play(seed);
        }
        // Else the orders would be too tame to show anything.
        assertThat(joins).isGreaterThan(SEEDS);
    }

    private static int play(long seed) {
        CursorModelRun run = null;
        try {
            run = new CursorModelRun(seed);
            run.run();
            return run.joins();
        } catch (Exception | AssertionError e) {
            String actions = run == null ? "" : run.lastActions();
            throw new AssertionError(
                    "-Dtest.seed=" + seed + ": " + e.getMessage() + "\n" + actions, e);
        }
    }
}
