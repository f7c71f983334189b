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
    private long skipStdout;
    private long skipStderr;

    /** The time of the next line that has none of its own. */
    private long otherwise;

    private int at;

    /** The origin of a part that is to be ended: what it is a part of may never come. */
    private @Nullable Origin part;

    private boolean over;

    /**
     * @param stored how much of their beginning is left out
     * @param now the time of the request, in ns since 1970
     */
    Handing(PushedLines lines, Stored stored, long now) {
        this.lines = lines;
        this.skipStdout = stored.stdoutBytes();
        this.skipStderr = stored.stderrBytes();
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
        while (at < lines.pieces()) {
            int piece = at++;
            int skip = skip(piece);
            if (skip < lines.end(piece) - lines.start(piece)) {
                return chunk(piece, skip);
            }
        }
        over = true;
        return new SourceItem.Commit();
    }

    private int skip(int piece) {
        int length = lines.end(piece) - lines.start(piece);
        if (lines.origin(piece) == Origin.STDERR) {
            int skip = (int) Math.min(length, skipStderr);
            skipStderr -= skip;
            return skip;
        }
        int skip = (int) Math.min(length, skipStdout);
        skipStdout -= skip;
        return skip;
    }

    private SourceItem.Chunk chunk(int piece, int skip) {
        Origin origin = lines.origin(piece);
        boolean timed = lines.time(piece) != PushedLines.NO_TIME;
        long time = timed ? lines.time(piece) : otherwise;
        otherwise = timed ? SourceItem.AFTER_LAST : otherwise;
        part = lines.isPart(piece) ? origin : null;
        int start = lines.start(piece) + skip;
        return SourceItem.Chunk.at(time, origin, lines.bytes(), start, lines.end(piece) - start);
    }
}
