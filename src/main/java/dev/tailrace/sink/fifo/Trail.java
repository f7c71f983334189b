package dev.tailrace.sink.fifo;

import java.util.ArrayDeque;

/**
 * Where the bytes came from that were written lately, so that those can be given again that nobody
 * had read when the pipe was closed. One thread.
 */
final class Trail {
    /** A mark every 4 KiB: 17 for a pipe of the usual 64 KiB, however short its lines are. */
    private static final int APART = 4096;

    /** The record {@code seq} begins after so many bytes. */
    private record Mark(long seq, long written) {}

    /** Where to begin: {@code bytes} of the origin's bytes after the record {@code seq} begins. */
    record Spot(long seq, long bytes) {}

    private final ArrayDeque<Mark> marks = new ArrayDeque<>();
    private long written;

    /** Begins at {@code bytes} of the origin's bytes after the record {@code seq} begins. */
    Trail(long seq, long bytes) {
        marks.add(new Mark(seq, -bytes));
    }

    /** The record {@code seq} comes next, from its first byte on. */
    void begins(long seq) {
        if (written - marks.getLast().written >= APART) {
            marks.add(new Mark(seq, written));
        }
    }

    /** The record {@code seq} comes next, and those before it were not all there. */
    void jumps(long seq) {
        marks.add(new Mark(seq, written));
    }

    /** So many bytes have been written, into a pipe that holds {@code capacity} at most. */
    void wrote(int bytes, int capacity) {
        written += bytes;
        while (marks.size() > 1 && second().written <= written - capacity) {
            marks.removeFirst();
        }
    }

    private Mark second() {
        var all = marks.iterator();
        all.next();
        return all.next();
    }

    /**
     * Where the last {@code unread} bytes begin, as far as they were written since the trail was.
     */
    Spot back(int unread) {
        long to = written - unread;
        var all = marks.descendingIterator();
        Mark mark = all.next();
        while (mark.written > to && all.hasNext()) {
            mark = all.next();
        }
        return new Spot(mark.seq, Math.max(0, to - mark.written));
    }
}
