package dev.tailrace.face;

import dev.tailrace.cursor.RecordFilter;
import dev.tailrace.cursor.Sight;
import dev.tailrace.level.LineState;
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

    /**
     * What is within the limit of the batch, which counts from then on.
     *
     * @param open which events and lines are open before the batch
     */
    Batch within(Batch batch, LineState open) {
        if (remaining == NONE) {
            return batch;
        }
        Sight sight = new Sight(filter, open);
        for (int i = 0; i < batch.count(); i++) {
            if (sight.shows(batch, i) && !batch.partial(i) && --remaining == 0) {
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
