package dev.tailrace.source.tail.lines;

import dev.tailrace.model.Newline;
import dev.tailrace.model.Origin;
import dev.tailrace.model.Timestamps;
import dev.tailrace.source.SourceItem;
import dev.tailrace.source.SourceItem.Timed;
import dev.tailrace.source.SourceItems;
import java.util.concurrent.atomic.LongAdder;

/**
 * Lines that bring their own time and origin, one a line of the file, or a part of one. What is not
 * as it must be is malformed: it is counted and handed on as it is, without a time.
 */
abstract class TimedLines implements LineReader {
    final Timestamps times = new Timestamps();

    /** What {@link #read} has found: the origin, and where the content is. */
    Origin origin = Origin.STDOUT;

    byte[] content = {};
    int start;
    int length;

    private final LongAdder malformed;

    TimedLines(LongAdder malformed) {
        this.malformed = malformed;
    }

    /** Reads the line {@code [from, end)}, whose newline is at its end; false if it is none. */
    abstract boolean read(byte[] bytes, int from, int end);

    @Override
    public final int take(byte[] bytes, int from, int to, Origin otherwise, SourceItems out) {
        int handed = from;
        int at = from;
        for (int newline = Newline.indexIn(bytes, at, to);
                newline >= 0;
                newline = Newline.indexIn(bytes, at, to)) {
            if (read(bytes, at, newline)) {
                // So many records may there be before it, each 1 ns after the other.
                malformed(bytes, handed, at, times.nanos() - (at - handed), otherwise, out);
                out.emit(SourceItem.Chunk.at(times.nanos(), origin, content, start, length));
                handed = newline + 1;
            } else {
                malformed.increment();
            }
            at = newline + 1;
        }
        malformed(bytes, handed, at, SourceItem.AFTER_LAST, otherwise, out);
        return at - from;
    }

    private static void malformed(
            byte[] bytes, int from, int end, long first, Origin of, SourceItems out) {
        if (end > from) {
            out.emit(new SourceItem.Chunk(of, Timed.NOT, first, bytes, from, end - from));
        }
    }

    @Override
    public final void takePiece(byte[] bytes, int from, int to, Origin otherwise, SourceItems out) {
        malformed.increment();
        malformed(bytes, from, to, SourceItem.AFTER_LAST, otherwise, out);
    }
}
