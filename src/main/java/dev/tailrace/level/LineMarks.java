package dev.tailrace.level;

import dev.tailrace.model.Batch;
import dev.tailrace.model.BatchState;

/**
 * The level and the line of each record of a page, for whoever goes over them in another order than
 * the log's. Any thread: immutable.
 */
public final class LineMarks implements BatchState {
    private final long first;
    private final Level[] levels;
    private final long[] lines;

    /**
     * Goes over a page.
     *
     * @param open what is open before it
     */
    public LineMarks(Batch page, LineState open) {
        first = page.first();
        levels = new Level[page.count()];
        lines = new long[page.count()];
        LineWalk walk = new LineWalk(open);
        for (int i = 0; i < page.count(); i++) {
            walk.to(page, i);
            levels[i] = walk.level();
            lines[i] = walk.line();
        }
    }

    /** As {@link LineWalk#level()} of the record {@code seq}. */
    public Level level(long seq) {
        return levels[(int) (seq - first)];
    }

    /** As {@link LineWalk#line()} of the record {@code seq}. */
    public long line(long seq) {
        return lines[(int) (seq - first)];
    }
}
