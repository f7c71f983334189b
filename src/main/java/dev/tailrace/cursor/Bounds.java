package dev.tailrace.cursor;

import dev.tailrace.model.Batch;
import dev.tailrace.model.Ending;
import dev.tailrace.model.Gap;
import dev.tailrace.model.GapReason;

/**
 * Where a cursor ends before its stream does, by seq or by time. Confined to its cursor, but for
 * {@link #endBefore}.
 */
final class Bounds {
    private record End(long seq, Ending ending) {}

    private volatile End end = new End(Long.MAX_VALUE, Ending.COMPLETE);
    private long endTime = Long.MAX_VALUE;

    /** Ends before the record {@code seq}, unless the end is nearer already. Any thread. */
    synchronized void endBefore(long seq, Ending why) {
        if (seq < end.seq) {
            end = new End(seq, why);
        }
    }

    /** Ends before the first record at {@code time}, ns since 1970, or after it. */
    void endBeforeTime(long time) {
        endTime = time;
    }

    /** Whether nothing is wanted from {@code seq} on. */
    boolean isReached(long seq) {
        return seq >= end.seq;
    }

    Ending ending() {
        return end.ending;
    }

    /** What is wanted of {@code batch}, which may be nothing. */
    Batch within(Batch batch) {
        if (endTime != Long.MAX_VALUE) {
            int before = batch.countBefore(endTime);
            if (before < batch.count()) {
                endBefore(batch.first() + before, Ending.UNTIL);
            }
        }
        long next = end.seq;
        return batch.next() <= next
                ? batch
                : batch.slice(0, (int) Math.max(0, next - batch.first()));
    }

    /** The gap that a reader that wants what comes from {@code from} on is told of. */
    Gap gap(long from, long to, GapReason reason) {
        return new Gap(from, Math.min(to, end.seq - 1), reason);
    }
}
