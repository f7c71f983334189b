package dev.tailrace.source.push;

import dev.tailrace.model.Origin;
import dev.tailrace.model.PushedLines;
import dev.tailrace.source.SourceItem;
import org.jspecify.annotations.Nullable;

/**
 * One request's lines, item by item: a chunk each, an end after what is a part of a line, and last
 * a commit. Confined to one thread.
 */
final class Handing {
    private final PushedLines lines;

    /** The time of the next line that has none of its own. */
    private long otherwise;

    private int at;

    /** The origin of a part that is to be ended: what it is a part of may never come. */
    private @Nullable Origin part;

    private boolean over;

    /**
     * @param now the time of the request, in ns since 1970
     */
    Handing(PushedLines lines, long now) {
        this.lines = lines;
        this.otherwise = beforeFirstTime(lines, now);
    }

    /**
     * The time of the lines before the first that has its own: less than that by 1 ns for each of
     * their bytes, as there may be so many records.
     */
    private static long beforeFirstTime(PushedLines lines, long now) {
        for (int i = 0; i < lines.pieces(); i++) {
            if (lines.time(i) != PushedLines.NO_TIME) {
                return Math.min(now, lines.time(i) - lines.start(i));
            }
        }
        return now;
    }

    /** Whether the commit has been handed on. */
    boolean isOver() {
        return over;
    }

    SourceItem next() {
        if (part != null) {
            Origin ended = part;
            part = null;
            return new SourceItem.End(ended);
        }
        if (at < lines.pieces()) {
            return chunk(at++);
        }
        over = true;
        return new SourceItem.Commit();
    }

    private SourceItem.Chunk chunk(int piece) {
        Origin origin = lines.origin(piece);
        boolean timed = lines.time(piece) != PushedLines.NO_TIME;
        long time = timed ? lines.time(piece) : otherwise;
        otherwise = timed ? SourceItem.AFTER_LAST : otherwise;
        part = lines.isPart(piece) ? origin : null;
        int start = lines.start(piece);
        return SourceItem.Chunk.at(time, origin, lines.bytes(), start, lines.end(piece) - start);
    }
}
