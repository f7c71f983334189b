package dev.tailrace.source.process;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How long to wait before a command is started again: twice as long each time, until it has stayed
 * up. Only on the loop's thread.
 */
final class Backoff {
    /** Short enough for a command that failed once, long enough that a broken one costs nothing. */
    static final Duration FIRST = Duration.ofSeconds(1);

    /** What it needs to be there again is there for half a minute at most before it is. */
    static final Duration LONGEST = Duration.ofSeconds(30);

    /** A command that has been up for so long had started well. */
    static final Duration STAYED_UP = Duration.ofSeconds(60);

    private final Duration first;
    private final LongSupplier nanoTime;
    private Duration next;
    private boolean up;
    private long since;

    /**
     * @param first the first wait: {@link #FIRST}
     * @param nanoTime the clock, as {@link System#nanoTime}
     */
    Backoff(Duration first, LongSupplier nanoTime) {
        this.first = first;
        this.nanoTime = nanoTime;
        this.next = first;
    }

    void started() {
        up = true;
        since = nanoTime.getAsLong();
    }

    /** The command has ended, or could not be started: how long to wait. */
    Duration ended() {
        if (up && nanoTime.getAsLong() - since >= STAYED_UP.toNanos()) {
            next = first;
        }
        up = false;
        Duration wait = next;
        Duration twice = wait.multipliedBy(2);
        next = twice.compareTo(LONGEST) < 0 ? twice : LONGEST;
        return wait;
    }
}
