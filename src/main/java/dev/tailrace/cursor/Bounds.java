package dev.tailrace.cursor;

import dev.tailrace.model.Batch;
import dev.tailrace.model.Ending;
import dev.tailrace.model.Gap;
import dev.tailrace.model.GapReason;

/** Where a cursor ends before its stream does, by seq or by time. Confined to its cursor. */
final class Bounds {
    private long end = Long.MAX_VALUE;
    private long endTime = Long.MAX_VALUE;
    private Ending ending = Ending.COMPLETE;

    /** Ends before the record {@code seq}; returns whether that is nearer than the end was. */
    boolean endBefore(long seq, Ending why) {
        boolean nearer = seq < end;
        if (nearer) {
            end = seq;
            ending = why;
        }
        return nearer;
    }

    /** Ends before the first record at {@code time}, ns since 1970, or after it. */
    void endBeforeTime(long time) {
        endTime = time;
    }

    /** Whether nothing is wanted from {@code seq} on. */
    boolean isReached(long seq) {
        return seq >= end;
    }

    /** Why the cursor ends there. */
    Ending ending() {
        return ending;
    }

    /** What is wanted of {@code batch}, which may be nothing. */
    Batch within(Batch batch) {
        if (endTime != Long.MAX_VALUE) {
            endBefore(firstAtEndTime(batch), Ending.UNTIL);
        }
        return batch.next() <= end ? batch : batch.slice(0, (int) Math.max(0, end - batch.first()));
    }

    private long firstAtEndTime(Batch batch) {
        int low = 0;
        int high = batch.count();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (batch.time(middle) < endTime) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low < batch.count() ? batch.first() + low : Long.MAX_VALUE;
    }

    /** The gap that a reader who wants what comes next from {@code from} on is told of. */
    Gap gap(long from, long to, GapReason reason) {
        return new Gap(from, Math.min(to, end - 1), reason);
    }
}
