package dev.tailrace.model;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.time.YearMonth;
import org.jspecify.annotations.Nullable;

/**
 * Tells a record's header from other bytes, eight at a time, since each line that is read from a
 * file is looked at: five times as fast as a loop over its 40 bytes.
 *
 * <pre>
 *   2026-11- 20T04:00 :00.1234 56789Z s tdout F
 *   0        8        16       24       32
 * </pre>
 */
final class CriHeader {
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final Word DATE = new Word("0000-00-");
    private static final Word DAY_AND_HOUR = new Word("00T00:00");
    private static final Word SECOND = new Word(":00.0000");
    private static final Word NANOS = new Word("00000Z s");

    private static final int ORIGIN_REST_AT = 32;
    private static final long STDOUT = word("tdout \0 ");
    private static final long STDERR = word("tderr \0 ");
    private static final long SYSTEM = word("ystem \0 ");
    private static final int TAG_SHIFT = 48;
    private static final long TAG = 0xffL << TAG_SHIFT;

    private CriHeader() {}

    /** Eight bytes in which digits stand where the shape has a 0, and the shape's own elsewhere. */
    private record Word(long fixed, long fixedMask) {
        private static final long ZEROS = 0x3030303030303030L;
        private static final long HIGH_HALVES = 0xf0f0f0f0f0f0f0f0L;
        private static final long SIXES = 0x0606060606060606L;

        Word(String shape) {
            long mask = 0;
            for (int i = 0; i < Long.BYTES; i++) {
                mask |= shape.charAt(i) == '0' ? 0 : 0xffL << (Byte.SIZE * i);
            }
            this(word(shape) & mask, mask);
        }

        boolean fits(long word) {
            long digits = (word & ~fixedMask) | (ZEROS & fixedMask);
            // Both a digit and a digit and six begin with a 3: 0x30 to 0x39, and up to 0x3f.
            return (word & fixedMask) == fixed
                    && (digits & HIGH_HALVES) == ZEROS
                    && ((digits + SIXES) & HIGH_HALVES) == ZEROS;
        }
    }

    private static long word(String eight) {
        long word = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            word |= (long) eight.charAt(i) << (Byte.SIZE * i);
        }
        return word;
    }

    private static long wordAt(byte[] bytes, int at) {
        return (long) LONG.get(bytes, at);
    }

    /** Whether the 40 bytes from {@code start} on are a header. */
    static boolean isAt(byte[] bytes, int start) {
        long date = wordAt(bytes, start);
        long dayAndHour = wordAt(bytes, start + 8);
        long second = wordAt(bytes, start + 16);
        return DATE.fits(date)
                && DAY_AND_HOUR.fits(dayAndHour)
                && SECOND.fits(second)
                && NANOS.fits(wordAt(bytes, start + 24))
                && isOriginAndTag(wordAt(bytes, start + ORIGIN_REST_AT))
                && isDate(pair(date, 0) * 100 + pair(date, 2), pair(date, 5), pair(dayAndHour, 0))
                && pair(dayAndHour, 3) < 24
                && pair(dayAndHour, 6) < 60
                && pair(second, 1) < 60;
    }

    private static boolean isOriginAndTag(long word) {
        long tag = (word & TAG) >>> TAG_SHIFT;
        return (tag == 'F' || tag == 'P') && originOf(word) != null;
    }

    /** The origin in the header at {@code start}, or null where there is none. */
    static @Nullable Origin originAt(byte[] bytes, int start) {
        return bytes[start + ORIGIN_REST_AT - 1] == 's'
                ? originOf(wordAt(bytes, start + ORIGIN_REST_AT))
                : null;
    }

    private static @Nullable Origin originOf(long word) {
        long origin = word & ~TAG;
        if (origin == STDOUT) {
            return Origin.STDOUT;
        }
        if (origin == STDERR) {
            return Origin.STDERR;
        }
        return origin == SYSTEM ? Origin.SYSTEM : null;
    }

    /** The number that the digits {@code at} and after it are. */
    private static int pair(long word, int at) {
        int tens = (int) (word >>> (Byte.SIZE * at)) & 0xf;
        int ones = (int) (word >>> (Byte.SIZE * (at + 1))) & 0xf;
        return tens * 10 + ones;
    }

    private static boolean isDate(int year, int month, int day) {
        return year >= Timestamps.FIRST_YEAR
                && year <= Timestamps.LAST_YEAR
                && month >= 1
                && month <= 12
                && day >= 1
                && (day <= 28 || day <= YearMonth.of(year, month).lengthOfMonth());
    }
}
