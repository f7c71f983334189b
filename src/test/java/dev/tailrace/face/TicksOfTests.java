package dev.tailrace.face;

import io.quarkus.test.Mock;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** The clock, and what tests let pass at once. */
@Mock
@Singleton
class TicksOfTests extends Ticks {
    private final AtomicLong passed = new AtomicLong();

    void pass(Duration time) {
        passed.addAndGet(time.toNanos());
    }

    @Override
    long nanos() {
        return super.nanos() + passed.get();
    }
}
