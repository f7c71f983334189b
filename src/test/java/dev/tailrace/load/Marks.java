package dev.tailrace.load;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Finds the marks of a {@link LineWriter}'s lines, {@code @NANOS#NUMBER@}, in whatever format the
 * lines come: nothing else may contain an {@code @}. Reads may cut a mark anywhere. Confined to the
 * reading thread.
 */
final class Marks {
    /** Takes what is found, in order. */
    @FunctionalInterface
    interface Sink {
        /**
         * One line's mark.
         *
         * @param nanos when the line was made, as {@link System#nanoTime}
         */
        void mark(long nanos, long number);
    }

    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ATS = 0x4040404040404040L;
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;

    private final Sink sink;
    private boolean inMark;
    private int length;
    private long nanos;
    private long number;
    private int skip;

    Marks(Sink sink) {
        this.sink = sink;
    }

    /** Takes {@code bytes[from..to)}. */
    void accept(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to) {
            if (skip > 0) {
                int count = Math.min(skip, to - at);
                skip -= count;
                at += count;
            } else if (inMark) {
                take(bytes[at++]);
            } else {
                at = indexOfAt(bytes, at, to);
                if (at < to) {
                    begin();
                    at++;
                }
            }
        }
    }

    private void begin() {
        inMark = true;
        length = 1;
        nanos = 0;
        number = 0;
    }

    private void take(byte b) {
        length++;
        if (b == '#') {
            nanos = number;
            number = 0;
        } else if (b == '@') {
            inMark = false;
            // The rest of its line is filling: half of what comes need not be looked at.
            skip = LineWriter.LINE_BYTES - 1 - length;
            sink.mark(nanos, number);
        } else {
            number = number * 10 + (b - '0');
        }
    }

    private static int indexOfAt(byte[] bytes, int from, int to) {
        int i = from;
        for (; i + 8 <= to; i += 8) {
            long word = (long) LONG.get(bytes, i) ^ ATS;
            long zeros = (word - ONES) & ~word & HIGHS;
            if (zeros != 0) {
                return i + (Long.numberOfTrailingZeros(zeros) >>> 3);
            }
        }
        for (; i < to; i++) {
            if (bytes[i] == '@') {
                return i;
            }
        }
        return to;
    }
}
