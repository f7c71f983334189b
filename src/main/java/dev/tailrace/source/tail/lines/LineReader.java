package dev.tailrace.source.tail.lines;

import dev.tailrace.model.Origin;
import dev.tailrace.source.SourceItems;

/** Takes whole lines of one format out of what was read. */
interface LineReader {
    /**
     * Hands on the whole lines of {@code bytes[from..to)}.
     *
     * @param origin of lines that do not say their own
     * @return how many bytes they are; the rest comes again, with more
     */
    int take(byte[] bytes, int from, int to, Origin origin, SourceItems out);

    /** Hands on {@code bytes[from..to)}, a piece of a line, as it is. */
    void takePiece(byte[] bytes, int from, int to, Origin origin, SourceItems out);
}
