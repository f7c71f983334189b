package dev.tailrace.source.tail;

import java.io.IOException;

/** Finds where the last line of a file begins, so that none is begun in its middle. */
final class LineStart {
    /** A line that is longer is begun in its middle. */
    private static final int SEARCH_BYTES = 64 * 1024;

    private LineStart() {}

    /** Where the first line is that is not finished yet: most often the end. */
    static long atEnd(OpenFile file) throws IOException {
        long size = file.offset() + file.behind();
        long from = Math.max(0, size - SEARCH_BYTES);
        byte[] last = file.contents().read(from, (int) (size - from));
        for (int i = last.length; i > 0; i--) {
            if (last[i - 1] == '\n') {
                return from + i;
            }
        }
        return from == 0 ? 0 : size;
    }
}
