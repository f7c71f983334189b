package dev.tailrace.face;

import jakarta.inject.Singleton;

/** A clock that is never set, in ns from any moment. On any thread. */
@Singleton
class Ticks {
    long nanos() {
        return System.nanoTime();
    }
}
