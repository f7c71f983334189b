package dev.tailrace.terminal.logs;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt: from 0.2 s, each time twice as long, to 10 s, and each
 * by up to a half less, so that not all readers of a gateway come at once. It ends with the time
 * that was given for it.
 */
final class Patience {
    private static final Duration FIRST = Duration.ofMillis(200);
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private final Optional<Duration> givenUp;
    private final RandomGenerator random;
    private final Duration first;
    private final Duration longest;
    private Duration next;
    private Duration waited = Duration.ZERO;

    /**
     * @param givenUp after how long without an answer there is no further attempt; empty for never
     */
    Patience(Optional<Duration> givenUp, RandomGenerator random) {
        this(givenUp, random, FIRST, LONGEST);
    }

    Patience(Optional<Duration> givenUp, RandomGenerator random, Duration first, Duration longest) {
        this.givenUp = givenUp;
        this.longest = longest;
        this.random = random;
        this.first = first;
        this.next = first;
    }

    /** The gateway has answered: all begins anew. */
    void restore() {
        next = first;
        waited = Duration.ZERO;
    }

    /**
     * How long to wait now; empty if it is over.
     *
     * @param wanted by the gateway, which is then not asked earlier
     */
    Optional<Duration> pause(Optional<Duration> wanted) {
        if (givenUp.isPresent() && waited.compareTo(givenUp.get()) >= 0) {
            return Optional.empty();
        }
        long half = next.toMillis() / 2;
        Duration own = Duration.ofMillis(half + random.nextLong(half + 1));
        Duration pause = wanted.filter(each -> each.compareTo(own) > 0).orElse(own);
        next = next.multipliedBy(2).compareTo(longest) > 0 ? longest : next.multipliedBy(2);
        waited = waited.plus(pause);
        return Optional.of(pause);
    }
}
