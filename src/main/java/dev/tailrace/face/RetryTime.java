package dev.tailrace.face;

import dev.tailrace.hub.Hub;
import dev.tailrace.model.Refusal;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** When a client that is refused is to come again: not all at once. Any thread. */
public final class RetryTime {
    private RetryTime() {}

    /** The refusal with a time, if it helps to come again. */
    public static Refusal in(Refusal refusal, Hub hub) {
        return refusal.retryIn(of(refusal.reason(), hub));
    }

    private static @Nullable Duration of(Refusal.Reason reason, Hub hub) {
        return switch (reason) {
            // Another gateway takes this one's place in a second or two after its readers have
            // gone.
            case DRAIN -> hub.drainLeft().plus(between(1, 3));
            // What is under way is over in less.
            case KEY_BUSY, MAX_REQUESTS, MAX_BYTES, SEARCHES -> between(1, 3);
            // An overload that is over in less is none; and with a spread of 10 s a crowd is
            // thinned.
            case SUBSCRIPTIONS, REPLAYS, FILES, PATTERNS, DISK -> between(5, 15);
            default -> null;
        };
    }

    private static Duration between(int minSeconds, int maxSeconds) {
        return Duration.ofMillis(
                ThreadLocalRandom.current().nextInt(minSeconds * 1000, maxSeconds * 1000 + 1));
    }
}
