package dev.tailrace.source.tail.lines;

import dev.tailrace.model.Origin;
import java.util.Arrays;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * CRI log lines: {@code 2026-11-20T04:00:00.123Z stdout F text}. The content goes on with its
 * newline where the tag is F, and without it where it is P.
 */
final class CriLines extends TimedLines {
    private static final int ORIGIN_BYTES = 6;

    CriLines(LongAdder malformed) {
        super(malformed);
    }

    @Override
    boolean read(byte[] bytes, int from, int end) {
        int space = indexOf(bytes, (byte) ' ', from, end);
        int tag = space + ORIGIN_BYTES + 2;
        if (space < 0 || tag + 1 >= end || bytes[tag - 1] != ' ') {
            return false;
        }
        Origin told = origin(bytes, space + 1);
        int text = indexOf(bytes, (byte) ' ', tag, end) + 1;
        boolean partial = bytes[tag] == 'P';
        boolean tagged = partial || bytes[tag] == 'F';
        if (told == null || text == 0 || !tagged || !times.parse(bytes, from, space)) {
            return false;
        }
        origin = told;
        content = bytes;
        start = text;
        length = end - text + (partial ? 0 : 1);
        return true;
    }

    private static @Nullable Origin origin(byte[] bytes, int at) {
        for (Origin origin : new Origin[] {Origin.STDOUT, Origin.STDERR}) {
            if (Arrays.equals(bytes, at, at + ORIGIN_BYTES, origin.bytes(), 0, ORIGIN_BYTES)) {
                return origin;
            }
        }
        return null;
    }

    private static int indexOf(byte[] bytes, byte wanted, int from, int end) {
        for (int i = from; i < end; i++) {
            if (bytes[i] == wanted) {
                return i;
            }
        }
        return -1;
    }
}
