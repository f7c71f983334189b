package dev.tailrace.source.process;

import dev.tailrace.model.ExitStatus;
import dev.tailrace.source.SourceItems;
import dev.tailrace.source.SourceTasks;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * When a command that has ended is started again. Only on the loop's thread.
 *
 * <pre>
 *   after --await--> WAITING --the time is over--> DUE --there is demand--> start
 *                       |`---------startNow---------|`---------------------^
 *                       `-----------cancel----------`--> none
 * </pre>
 */
final class NextStart {
    private final ProcessPolicy policy;
    private final Backoff backoff;
    private final SourceTasks tasks;
    private final SourceItems items;
    private final Runnable start;

    /** What ends the wait; null if nothing is waited for. */
    private @Nullable Future<?> waiting;

    /** Whether it waits for demand alone. */
    private boolean due;

    /** After how long, as it has been announced; empty if it has not. */
    private Optional<Duration> announced = Optional.empty();

    /**
     * @param start starts the command
     */
    NextStart(
            ProcessPolicy policy,
            Backoff backoff,
            SourceTasks tasks,
            SourceItems items,
            Runnable start) {
        this.policy = policy;
        this.backoff = backoff;
        this.tasks = tasks;
        this.items = items;
        this.start = start;
    }

    /** The command runs. */
    void started() {
        announced = Optional.empty();
        backoff.started();
    }

    /** After how long it is started again; empty if it is not. */
    Optional<Duration> after(@Nullable ExitStatus status, boolean stopping) {
        announced =
                !stopping && policy.restart().isDueAfter(status)
                        ? Optional.of(backoff.ended())
                        : Optional.empty();
        return announced;
    }

    /** Whether it has been told that it is started again. */
    boolean isAnnounced() {
        return announced.isPresent();
    }

    boolean isAwaited() {
        return waiting != null;
    }

    /** Starts it after the time that has been announced. */
    void await() {
        waiting = tasks.after(announced.orElseThrow(), this::timeIsOver);
    }

    /** Only once somebody asks for what it brings: or what is kept would grow with each start. */
    private void timeIsOver() {
        due = !items.hasDemand();
        if (!due) {
            run();
        }
    }

    private void run() {
        waiting = null;
        due = false;
        start.run();
    }

    /** There may be demand; returns whether it has waited for that. */
    boolean wanted() {
        boolean waited = due;
        if (waited) {
            timeIsOver();
        }
        return waited;
    }

    /** Starts it now; returns whether there was a start to come, in time. */
    boolean startNow() {
        boolean waits = waiting != null && (due || waiting.cancel(false));
        if (waits) {
            run();
        }
        return waits;
    }

    void cancel() {
        if (waiting != null) {
            waiting.cancel(false);
            waiting = null;
        }
        due = false;
    }
}
