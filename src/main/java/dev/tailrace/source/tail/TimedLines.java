package dev.tailrace.source.tail;

import dev.tailrace.model.Newline;
import dev.tailrace.model.Origin;

/**
 * Lines that bring their own time and origin, one a line of the file, or a part of one. What is not
 * as it must be is handed on as it is.
 */
abstract sealed class TimedLines implements LineReader permits CriLines, DockerLines {
    final Timestamps times = new Timestamps();
    private final TailCounters counters;

    TimedLines(TailCounters counters) {
        this.counters = counters;
    }

    /** Hands on the line {@code [from, end)}, whose newline is at its end; false if it is none. */
    abstract boolean line(byte[] bytes, int from, int end, Handover out);

    @Override
    public final int take(byte[] bytes, int from, int to, Origin origin, Handover out) {
        int at = from;
        int newline = Newline.indexIn(bytes, at, to);
        while (newline >= 0) {
            if (!line(bytes, at, newline, out)) {
                counters.malformed();
                out.bytes(origin, bytes, at, newline + 1 - at);
            }
            at = newline + 1;
            newline = Newline.indexIn(bytes, at, to);
        }
        return at - from;
    }

    @Override
    public final boolean takesUnfinished() {
        return false;
    }
}
