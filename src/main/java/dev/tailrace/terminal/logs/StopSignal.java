package dev.tailrace.terminal.logs;

import dev.tailrace.user.Signals;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The first signal that asks the process to end, such as that of Ctrl-C: what has come is written,
 * and nothing more is read. The second one ends it at once. Any thread.
 */
final class StopSignal {
    /** As shells say that a signal has ended a command. */
    private static final int SHELL_CODE = 128;

    private final CompletableFuture<Integer> came = new CompletableFuture<>();

    /** Those of the process. */
    static StopSignal ofProcess() {
        StopSignal stop = new StopSignal();
        Signals.handle(List.of("INT", "TERM", "HUP"), stop::come);
        return stop;
    }

    void come(int signal) {
        if (!came.complete(signal)) {
            Runtime.getRuntime().halt(SHELL_CODE + signal);
        }
    }

    boolean hasCome() {
        return came.isDone();
    }

    /** The exit code that says so, once it has come. */
    OptionalInt exitCode() {
        return came.isDone() ? OptionalInt.of(SHELL_CODE + came.join()) : OptionalInt.empty();
    }

    /** Does something when it comes, or at once if it has. */
    void then(Runnable action) {
        var _ = came.thenRun(action);
    }

    /** Waits for so long, or until it comes. */
    void await(Duration time) throws InterruptedException {
        try {
            came.get(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException _) {
            return; // as meant
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Waits for an answer, or until it comes.
     *
     * @throws TimeoutException if there is none after {@code time}
     */
    <T> void await(CompletableFuture<T> answer, Duration time)
            throws InterruptedException, TimeoutException {
        try {
            CompletableFuture.anyOf(answer, came).get(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException _) {
            return; // whoever takes the answer gets to know
        }
    }
}
