package dev.tailrace.source.docker;

import java.time.Duration;

/** How long to wait before the next try: twice as long each time. Confined to one thread. */
final class Backoff {
    /**
     * An engine is restarted in seconds; to ask one that is away each half minute costs nothing.
     */
    static final Duration FIRST = Duration.ofSeconds(1);

    static final Duration LONGEST = Duration.ofSeconds(30);

    private final Duration first;
    private Duration next;

    /**
     * @param first the first wait: {@link #FIRST}, unless a test is in a hurry
     */
    Backoff(Duration first) {
        this.first = first;
        this.next = first;
    }

    /** The wait before the next try. */
    Duration next() {
        Duration now = next;
        Duration twice = now.multipliedBy(2);
        next = twice.compareTo(LONGEST) < 0 ? twice : LONGEST;
        return now;
    }

    /** A try has succeeded. */
    void reset() {
        next = first;
    }
}
