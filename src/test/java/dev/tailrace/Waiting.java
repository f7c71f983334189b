package dev.tailrace;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/**
 * How tests wait. A deadline only catches what hangs, so there is one for all tests: minutes, and
 * more of them on a machine that is slow or busy.
 */
public final class Waiting {
    private static final Duration AT_LEAST = Duration.ofMinutes(2);
    private static final Duration AT_MOST = Duration.ofMinutes(4);

    /** A quiet machine needs 1 to 3 s from the start of the JVM to the first wait of a test. */
    private static final int TIMES_THE_START = 60;

    /** The deadline of everything that a test waits for. */
    public static final Duration LIMIT = limit();

    private Waiting() {}

    private static Duration limit() {
        long start = ManagementFactory.getRuntimeMXBean().getUptime();
        return Duration.ofMillis(
                Math.clamp(start * TIMES_THE_START, AT_LEAST.toMillis(), AT_MOST.toMillis()));
    }

    /** Awaitility's conditions, within {@link #LIMIT}; looks each 100 ms. */
    public static ConditionFactory await() {
        return Awaitility.await().atMost(LIMIT);
    }

    /** Waits for the result, and throws what the stage has failed with. */
    public static <T> T outcome(CompletionStage<T> stage) {
        return stage.toCompletableFuture()
                .orTimeout(LIMIT.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }

    /** Waits for the result of a task. */
    public static <T> T result(Future<T> task)
            throws ExecutionException, InterruptedException, TimeoutException {
        return task.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    }
}
