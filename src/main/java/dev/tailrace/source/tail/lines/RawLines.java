package dev.tailrace.source.tail.lines;

import static dev.tailrace.source.SourceItem.AFTER_LAST;

import dev.tailrace.model.Origin;
import dev.tailrace.source.SourceItem.Timed;

/** Bytes as they are, of the time when they are read. */
final class RawLines implements LineReader {
    @Override
    public int take(byte[] bytes, int from, int to, Origin origin, Handover out) {
        int end = to;
        while (end > from && bytes[end - 1] != '\n') {
            end--;
        }
        if (end > from) {
            out.bytes(Timed.READ, AFTER_LAST, origin, bytes, from, end - from);
        }
        return end - from;
    }

    @Override
    public void takePiece(byte[] bytes, int from, int to, Origin origin, Handover out) {
        out.bytes(Timed.READ, AFTER_LAST, origin, bytes, from, to - from);
    }
}
