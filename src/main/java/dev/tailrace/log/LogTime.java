package dev.tailrace.log;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The clocks that a log needs, passed in so that tests own them.
 *
 * @param clock what time it is, for records and retention
 * @param ticks a clock that is never set, in ns, for waiting
 */
public record LogTime(InstantSource clock, LongSupplier ticks) {
    public static final LogTime SYSTEM = new LogTime(InstantSource.system(), System::nanoTime);

    /** {@code time} in ns since 1970. */
    static long nanos(Instant time) {
        return TimeUnit.SECONDS.toNanos(time.getEpochSecond()) + time.getNano();
    }

    long nanoTime() {
        return ticks.getAsLong();
    }
}
