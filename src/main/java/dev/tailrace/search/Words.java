package dev.tailrace.search;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * Bytes, looked at eight at a time: line ends, and what is no UTF-8. Over an array of longs, since
 * the launcher's compiler turns nothing else into loads without calls: 5 GB/s. One thread.
 */
final class Words {
    private static final ValueLayout.OfLong LITTLE =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private static final long NEWLINES = 0x0a0a0a0a0a0a0a0aL;
    private static final long LOW_BITS = 0x7f7f7f7f7f7f7f7fL;
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final long SPACES = 0x2020202020202020L;

    /** Each byte of a sum of ones has room for so many. */
    private static final int SUMMED = 255;

    private final long[] words;
    private int length;
    private boolean ascii;
    private int lines;

    Words(int capacity) {
        words = new long[capacity / Long.BYTES + 1];
    }

    /** Takes the first {@code count} bytes of {@code source}, whose size is whole words. */
    void take(MemorySegment source, int count) {
        length = count;
        int whole = (count + Long.BYTES - 1) / Long.BYTES;
        MemorySegment.copy(source, LITTLE, 0, words, 0, whole);
        int rest = count % Long.BYTES;
        if (rest > 0) {
            words[whole - 1] &= -1L >>> (Long.SIZE - rest * Byte.SIZE);
        }
        look(whole);
    }

    private void look(int whole) {
        long high = 0;
        int found = 0;
        int at = 0;
        while (at < whole) {
            int stop = Math.min(whole, at + SUMMED);
            long sum = 0;
            while (at < stop) {
                long word = words[at];
                high |= word;
                sum += newlines(word) >>> 7;
                at++;
            }
            found += sum(sum);
        }
        ascii = (high & HIGH_BITS) == 0;
        lines = found;
    }

    private static int sum(long bytes) {
        long pairs = (bytes & 0x00ff00ff00ff00ffL) + ((bytes >>> 8) & 0x00ff00ff00ff00ffL);
        return (int) ((pairs * 0x0001000100010001L) >>> 48);
    }

    /** The highest bit of each byte that is a newline, and no other. */
    private static long newlines(long word) {
        long differences = word ^ NEWLINES;
        return ~(((differences & LOW_BITS) + LOW_BITS) | differences) & HIGH_BITS;
    }

    /** Whether all of them are of ASCII. */
    boolean isAscii() {
        return ascii;
    }

    /** How many newlines there are. */
    int lines() {
        return lines;
    }

    /** How many newlines there are from {@code from} to before {@code to}. */
    int lines(int from, int to) {
        int count = 0;
        for (int at = from >>> 3; at << 3 < to; at++) {
            count += Long.bitCount(within(newlines(words[at]), at, from, to));
        }
        return count;
    }

    /** Of the bits of word {@code at} those of the bytes from {@code from} to before {@code to}. */
    private static long within(long bits, int at, int from, int to) {
        int begin = at << 3;
        long result = bits;
        if (from > begin) {
            result &= -1L << ((from - begin) * Byte.SIZE);
        }
        if (to < begin + Long.BYTES) {
            result &= (1L << ((to - begin) * Byte.SIZE)) - 1;
        }
        return result;
    }

    /** Where the line begins that the byte {@code inside} is in. */
    int lineStart(int inside) {
        for (int at = (inside - 1) >> 3; at >= 0; at--) {
            long found = within(newlines(words[at]), at, 0, inside);
            if (found != 0) {
                return (at << 3) + (Long.SIZE - 1 - Long.numberOfLeadingZeros(found)) / 8 + 1;
            }
        }
        return 0;
    }

    /** Where the newline is at or after {@code from}; the end if there is none. */
    int lineEnd(int from) {
        for (int at = from >>> 3; at << 3 < length; at++) {
            long found = within(newlines(words[at]), at, from, length);
            if (found != 0) {
                return (at << 3) + Long.numberOfTrailingZeros(found) / 8;
            }
        }
        return length;
    }

    /** Writes them to {@code target} with the bit that tells small letters from capitals, each. */
    void foldTo(MemorySegment target, long[] folded) {
        int whole = (length + Long.BYTES - 1) / Long.BYTES;
        for (int at = 0; at < whole; at++) {
            folded[at] = words[at] | SPACES;
        }
        MemorySegment.copy(folded, 0, target, LITTLE, 0, whole);
    }

    /** How many words there are at most. */
    int capacity() {
        return words.length;
    }

    /** The first byte from {@code from} on that is no part of UTF-8 (RFC 3629); -1 if none is. */
    int malformed(int from) {
        int at = from;
        while (at < length) {
            if ((at & 7) == 0 && (words[at >>> 3] & HIGH_BITS) == 0) {
                at += Long.BYTES;
                continue;
            }
            int bytes = character(at);
            if (bytes == 0) {
                return at;
            }
            at += bytes;
        }
        return -1;
    }

    /** How many bytes the character at {@code at} takes; 0 if there is none. */
    private int character(int at) {
        int lead = at(at);
        if (lead < 0x80) {
            return 1;
        }
        int second = at(at + 1);
        if (lead < 0xe0) {
            return lead >= 0xc2 && isRest(second) ? 2 : 0;
        }
        if (lead < 0xf0) {
            boolean longer = lead == 0xe0 && second < 0xa0;
            boolean surrogate = lead == 0xed && second >= 0xa0;
            return isRest(second) && isRest(at(at + 2)) && !longer && !surrogate ? 3 : 0;
        }
        boolean longer = lead == 0xf0 && second < 0x90;
        boolean beyond = lead > 0xf4 || (lead == 0xf4 && second >= 0x90);
        boolean rests = isRest(second) && isRest(at(at + 2)) && isRest(at(at + 3));
        return rests && !longer && !beyond ? 4 : 0;
    }

    private static boolean isRest(int value) {
        return (value & 0xc0) == 0x80;
    }

    private int at(int index) {
        return index < length ? (int) (words[index >>> 3] >>> ((index & 7) << 3)) & 0xff : 0;
    }
}
