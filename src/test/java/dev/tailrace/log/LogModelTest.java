package dev.tailrace.log;

import org.junit.jupiter.api.Test;

/**
 * Thousands of short lives of a log, each beside a model of it: appends, reads, deaths, power
 * losses and failing disks at random.
 *
 * <pre>
 *   -Dmodel.seeds=N   how many lives
 *   -Dmodel.first=N   the first of them, 0 if none is given
 *   -Dmodel.seed=N    this one alone, as a failure names it
 * </pre>
 */
class LogModelTest {
    private static final int SEEDS = 10_000;

    @Test
    void whatIsReadIsWhatTheModelHas() {
        Long only = Long.getLong("model.seed");
        if (only != null) {
            live(only);
            return;
        }
        long first = Long.getLong("model.first", 0);
        int seeds = Integer.getInteger("model.seeds", SEEDS);
        for (long seed = first; seed < first + seeds; seed++) {
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
                    "-Dmodel.seed=" + seed + ": " + e.getMessage() + "\n" + actions, e);
        }
    }
}
