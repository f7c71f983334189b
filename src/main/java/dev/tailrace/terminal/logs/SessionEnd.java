package dev.tailrace.terminal.logs;

import java.time.Duration;
import java.util.Optional;

/** Why a connection is over. */
sealed interface SessionEnd {
    /** All that was asked for has come, as the gateway says by a word. */
    record Complete(String reason) implements SessionEnd {}

    /** More is to come, over another connection. */
    record Cut(String reason, Optional<Duration> retryAfter) implements SessionEnd {
        Cut(String reason) {
            this(reason, Optional.empty());
        }
    }

    /** Somebody has asked the process to end. */
    record Stopped() implements SessionEnd {}
}
