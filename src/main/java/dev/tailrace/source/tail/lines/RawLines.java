package dev.tailrace.source.tail.lines;

import dev.tailrace.model.Origin;
import dev.tailrace.source.SourceItem;
import dev.tailrace.source.SourceItems;

/** Bytes as they are, of the time when they are read. */
final class RawLines implements LineReader {
    @Override
    public int take(byte[] bytes, int from, int to, Origin origin, SourceItems out) {
        int end = to;
        while (end > from && bytes[end - 1] != '\n') {
            end--;
        }
        if (end > from) {
            out.emit(SourceItem.Chunk.read(origin, bytes, from, end - from));
        }
        return end - from;
    }

    @Override
    public void takePiece(byte[] bytes, int from, int to, Origin origin, SourceItems out) {
        out.emit(SourceItem.Chunk.read(origin, bytes, from, to - from));
    }
}
