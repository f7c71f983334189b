package dev.tailrace.log;

import dev.tailrace.Depth;
import org.junit.jupiter.api.Test;

/**
 * Thousands of short lives of a log, each beside a model of it: appends, reads, deaths, power
 * losses and failing disks at random.
 *
 * <pre>
 *   -Dtest.depth=N   N times as many lives
 *   -Dtest.first=N   the first of them, 0 if none is given
 *   -Dtest.seed=N    this one alone, as a failure names it
 * </pre>
 */
class LogModelTest {
    private static final int SEEDS = Depth.rounds(500);

    @Test
    void whatIsReadIsWhatTheModelHas() {
        Long only = Long.getLong("test.seed");
        if (only != null) {
            live(only);
            return;
        }
        long first = Long.getLong("test.first", 0);
        for (long seed = first; seed < first + SEEDS; seed++) {
            live(seed);
        }
    }

    private static void live(long seed) {
        ModelRun run = null;
        try {
            run = new ModelRun(seed);
            run.run();
        } catch (Exception | AssertionError | ProcessDied e) {
            String actions = run == null ? "" : run.lastActions();
            throw new AssertionError(
                    "-Dtest.seed=" + seed + ": " + e.getMessage() + "\n" + actions, e);
        }
    }
}
