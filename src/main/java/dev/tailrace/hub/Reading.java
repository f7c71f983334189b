package dev.tailrace.hub;

import dev.tailrace.model.Ending;

/** What one client reads: a stream, or several. Its owner's. */
public sealed interface Reading permits Subscription, MergedSubscription {
    /** Has it read nothing any more; it stays open until its last bytes have gone out. */
    void cancel();

    /** Gives back all that it has: the reader is gone, for the reason {@code why}. */
    void close(Ending why);
}
