package dev.tailrace.log;

import dev.tailrace.model.GapReason;

/**
 * Where a log begins.
 *
 * @param seq the number of its first record
 * @param reason why there is nothing before it any more: the last that has moved it counts
 */
record LogStart(long seq, GapReason reason) {
    /** That of a log of which nothing has been removed. */
    static final LogStart NONE = new LogStart(0, GapReason.RETENTION);

    /** The same reason, at another number. */
    LogStart at(long other) {
        return new LogStart(other, reason);
    }
}
