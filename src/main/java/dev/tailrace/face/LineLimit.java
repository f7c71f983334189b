package dev.tailrace.face;

import dev.tailrace.cursor.RecordFilter;
import dev.tailrace.model.Batch;

/** After how many lines a reader ends: it counts the ends of lines. Confined to its reader. */
final class LineLimit {
    static final long NONE = Long.MAX_VALUE;

    private final RecordFilter filter;
    private long remaining;

    LineLimit(long lines, RecordFilter filter) {
        this.remaining = lines;
        this.filter = filter;
    }

    /** What is within the limit of the batch, which counts from then on. */
    Batch within(Batch batch) {
        if (remaining == NONE) {
            return batch;
        }
        for (int i = 0; i < batch.count(); i++) {
            if (!batch.partial(i) && filter.accepts(batch, i) && --remaining == 0) {
                return batch.slice(0, i + 1);
            }
        }
        return batch;
    }

    /** Whether there have been as many as were asked for. */
    boolean isReached() {
        return remaining == 0;
    }
}
