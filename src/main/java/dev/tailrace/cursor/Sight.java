package dev.tailrace.cursor;

import dev.tailrace.level.Level;
import dev.tailrace.level.LineMarks;
import dev.tailrace.level.LineState;
import dev.tailrace.level.LineWalk;
import dev.tailrace.model.Batch;
import org.jspecify.annotations.Nullable;

/**
 * Goes over the records that a reader is handed, in their order, and says which of them it sees and
 * what it is told of them. Lines are followed only for a reader that asks for something that takes
 * it; a batch that goes backwards has been gone over before. One thread.
 */
public final class Sight {
    private final RecordFilter filter;
    private final @Nullable LineWalk walk;
    private Level level = Level.NONE;
    private long line = LineWalk.BEGINS;

    /**
     * @param before what is open before the first record
     */
    public Sight(RecordFilter filter, LineState before) {
        this.filter = filter;
        this.walk = filter.followsLines() ? new LineWalk(before) : null;
    }

    /** Goes on to a record, and says whether the reader sees it. */
    public boolean shows(Batch batch, int record) {
        if (walk == null) {
            return filter.accepts(batch, record);
        }
        if (batch.marks() instanceof LineMarks marks) {
            level = marks.level(batch.seq(record));
            line = marks.line(batch.seq(record));
        } else {
            walk.to(batch, record);
            level = walk.level();
            line = walk.line();
        }
        return filter.accepts(level) && filter.accepts(batch, record);
    }

    /** The level that the reader is told of; {@link Level#NONE} for none. */
    public Level level() {
        return filter.fields().level() ? level : Level.NONE;
    }

    /** The first seq of the line that the reader is told of; {@link LineWalk#BEGINS} for none. */
    public long first() {
        return filter.fields().first() ? line : LineWalk.BEGINS;
    }

    /** What is open after the last record; null if that is the same to the reader. */
    public @Nullable LineState after() {
        return walk == null ? null : walk.state();
    }
}
