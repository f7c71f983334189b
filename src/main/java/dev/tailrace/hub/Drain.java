package dev.tailrace.hub;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * When what is done as a gateway stops: in time, and the readers not all at once. Any thread.
 *
 * <pre>
 *   begin --sources stop--> readers end, one after the other --> those that still take --> deadline
 *                           |---- spread, at most 3/4 -----|---- at most STALLED ----|
 * </pre>
 */
final class Drain {
    private static final System.Logger LOG = System.getLogger(Drain.class.getName());

    /**
     * They all come back within seconds, to this gateway's successor, which has to find the place
     * of each in its files: so they come at 500 a second, and not at once.
     */
    private static final Duration APART = Duration.ofMillis(2);

    /** A reader that takes nothing is not waited for any longer: it comes back for the rest. */
    private static final Duration STALLED = Duration.ofSeconds(2);

    private final Duration within;
    private volatile boolean begun;
    private volatile long deadline;
    private volatile long spreadUntil;

    /**
     * @param within how long it may take until the readers are gone
     */
    Drain(Duration within) {
        this.within = within;
    }

    void begin() {
        deadline = System.nanoTime() + within.toNanos();
        spreadUntil = System.nanoTime();
        begun = true;
    }

    boolean hasBegun() {
        return begun;
    }

    /** What is left of the time, but not more than {@code atMost}. */
    Duration leftOf(Duration atMost) {
        return shorter(atMost, leftUntil(deadline));
    }

    /** Over how long the ends of so many readers are spread. */
    Duration spread(int readers) {
        Duration spread =
                shorter(
                        APART.multipliedBy(readers),
                        leftUntil(deadline).multipliedBy(3).dividedBy(4));
        spreadUntil = System.nanoTime() + spread.toNanos();
        return spread;
    }

    /** How long to wait for readers whose ends are spread over {@code spread}. */
    Duration waitAfter(Duration spread) {
        return leftOf(spread.plus(STALLED));
    }

    /** When all readers will have been told, as far as that is known. */
    Duration leftOfSpread() {
        return leftUntil(spreadUntil);
    }

    private static Duration leftUntil(long nanos) {
        return Duration.ofNanos(Math.max(0, nanos - System.nanoTime()));
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }

    /** Waits until all steps are done, but no longer than {@code time}. */
    static void await(String what, Duration time, Stream<CompletionStage<Void>> steps) {
        var all =
                steps.map(CompletionStage::toCompletableFuture)
                        .toArray(CompletableFuture<?>[]::new);
        try {
            CompletableFuture.allOf(all).get(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "Not all {0} within {1,number,#.#} s.",
                    what,
                    time.toMillis() / 1000.0);
        } catch (ExecutionException e) {
            LOG.log(System.Logger.Level.ERROR, "Not all " + what, e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
