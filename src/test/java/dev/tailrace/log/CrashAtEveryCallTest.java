package dev.tailrace.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.Depth;
import dev.tailrace.model.Labels;
import java.io.IOException;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Wherever the process dies or the power goes, in the middle of making a log, rolling, syncing,
 * compressing, retaining, removing and opening: the next process opens what is left, and has what
 * was promised.
 */
class CrashAtEveryCallTest {
    private static final int POWER_LOSSES = Depth.rounds(8);
    private static final int DEATHS = Depth.rounds(3);

    /** Some lines to a segment, of which three are kept. */
    private static final LogSettings SMALL =
            new LogSettings(
                    250,
                    Duration.ofSeconds(5),
                    1 << 20,
                    16 * 1024,
                    Long.MAX_VALUE,
                    Duration.ofDays(365),
                    3,
                    true,
                    OnDiskFull.CONTINUE);

    /** A log with its keeper, and the life that it leads. */
    private static final class Life {
        private final ModelLog log;
        private final ModelKeeper keeper;
        private int line;

        Life(long seed) throws IOException {
            log = new ModelLog(seed, SMALL);
            keeper = new ModelKeeper(log);
        }

        void lead() throws IOException {
            write(8);
            keeper.sync();
            write(3);
            keeper.compressOne();
            keeper.compressOne();
            log.reopen();
            write(4);
            keeper.retain();
            log.moveClock(Duration.ofSeconds(6));
            log.tend();
            write(2);
            keeper.sync();
            keeper.compressOne();
            keeper.retain();
            log.reopen();
            write(5);
        }

        /** Short, as each call of it is died in. */
        void loseAll() throws IOException {
            write(8);
            keeper.sync();
            keeper.compressOne();
            keeper.removeAll();
            write(2);
            keeper.removeAll();
            log.reopen();
            write(1);
        }

        void write(int lines) {
            for (int i = 0; i < lines; i++) {
                log.append("line " + line++);
                if (i % 3 == 2) {
                    log.commit();
                }
            }
            log.commit();
        }
    }

    @Test
    void whateverCallAProcessDiesIn() throws IOException {
        assertThat(crashAtEveryCall(DEATHS, Life::lead, ModelLog::kill)).isGreaterThan(120);
    }

    @Test
    void whateverCallThePowerGoesIn() throws IOException {
        assertThat(crashAtEveryCall(POWER_LOSSES, Life::lead, ModelLog::losePower))
                .isGreaterThan(120);
    }

    @Test
    void whateverCallOfARemovalItIs() throws IOException {
        assertThat(crashAtEveryCall(1, Life::loseAll, ModelLog::kill)).isGreaterThan(40);
        assertThat(crashAtEveryCall(DEATHS, Life::loseAll, ModelLog::losePower)).isGreaterThan(40);
    }

    private interface Story {
        void of(Life life) throws IOException;
    }

    private interface Crash {
        void of(ModelLog log) throws IOException;
    }

    /** Returns how many calls there were to crash in. */
    private static int crashAtEveryCall(int times, Story story, Crash crash) throws IOException {
        int call = 0;
        boolean died = true;
        while (died) {
            for (int seed = 0; seed < times; seed++) {
                Life life = new Life(seed);
                try {
                    died = diesAt(call, life, story);
                    crash.of(life.log);
                    goesOn(life);
                } catch (AssertionError | IOException | RuntimeException e) {
                    String which = "call " + call + ", seed " + seed + ": ";
                    throw new AssertionError(which + life.log.lastActions(15), e);
                }
            }
            call++;
        }
        return call;
    }

    private static boolean diesAt(int call, Life life, Story story) throws IOException {
        life.log.disk().dieAt(life.log.disk().calls() + call);
        try {
            story.of(life);
            return false;
        } catch (ProcessDied e) {
            return true;
        }
    }

    private static void goesOn(Life life) throws IOException {
        ModelChecks checks = new ModelChecks(life.log);
        checks.check();
        checks.checkHistory(0);
        checks.checkFolder();
        life.write(5);
        life.keeper.sync();
        life.log.reopen();
        checks.checkHistory(0);
        checks.checkFolder();
    }

    @Test
    void whateverCallANewLogIsMadeIn() throws IOException {
        for (int seed = 0; seed < POWER_LOSSES; seed++) {
            for (boolean powerLoss : new boolean[] {false, true}) {
                boolean died = true;
                for (int call = 0; died; call++) {
                    SimulatedDisk disk = new SimulatedDisk(seed);
                    disk.dieAt(call);
                    died = opensAndDies(disk);
                    if (powerLoss) {
                        disk.losePower();
                    } else {
                        disk.kill();
                    }
                    assertThat(opensAndDies(disk)).as("call %d, seed %d", call, seed).isFalse();
                }
            }
        }
    }

    private static boolean opensAndDies(SimulatedDisk disk) throws IOException {
        SettableClock clock = new SettableClock(LogFixture.START);
        LogOpening opening =
                new LogOpening(new LogTime(clock, () -> 0), new Random(1), "boot " + disk.calls());
        try (StreamLog log = opening.open(disk.folder("web"), Labels.NONE, SMALL)) {
            assertThat(log.next()).isZero();
            return false;
        } catch (ProcessDied e) {
            return true;
        }
    }
}
