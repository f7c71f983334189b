package dev.tailrace.model;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Arrays;

/**
 * Reads times as in RFC 3339, with up to nine digits after the second and any offset. Lines of one
 * second share its date and time, which is read once. Confined to one thread.
 */
public final class Timestamps {
    /** {@code 2026-11-20T04:00:00} */
    private static final int SECOND_BYTES = 19;

    private static final int DATE_BYTES = 10;
    private static final int NANO_DIGITS = 9;

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    /** The years of which every nanosecond since 1970 is a {@code long}. */
    static final int FIRST_YEAR = 1678;

    static final int LAST_YEAR = 2261;

    private final byte[] lastSecond = new byte[SECOND_BYTES];
    private long lastSeconds;
    private long nanos;

    /** Reads the time that is {@code bytes[from..end)}; false if that is none. */
    public boolean parse(byte[] bytes, int from, int end) {
        int at = from + SECOND_BYTES;
        if (at >= end || !second(bytes, from)) {
            return false;
        }
        long fraction = 0;
        if (bytes[at] == '.') {
            int first = ++at;
            while (at < end && isDigit(bytes[at]) && at < first + NANO_DIGITS) {
                fraction = fraction * 10 + (bytes[at++] - '0');
            }
            if (at == first) {
                return false;
            }
            for (int digits = at - first; digits < NANO_DIGITS; digits++) {
                fraction *= 10;
            }
        }
        int offset = at + 1 == end && isLetter(bytes[at], 'Z') ? 0 : offsetSeconds(bytes, at, end);
        nanos = (lastSeconds - offset) * NANOS_PER_SECOND + fraction;
        return offset != Integer.MIN_VALUE;
    }

    /** The time that was read, in ns since 1970. */
    public long nanos() {
        return nanos;
    }

    private boolean second(byte[] bytes, int from) {
        if (Arrays.equals(bytes, from, from + SECOND_BYTES, lastSecond, 0, SECOND_BYTES)) {
            return true;
        }
        if (!isLetter(bytes[from + DATE_BYTES], 'T')) {
            return false;
        }
        try {
            LocalDateTime time =
                    LocalDateTime.parse(new String(bytes, from, SECOND_BYTES, ISO_8859_1));
            if (time.getYear() < FIRST_YEAR || time.getYear() > LAST_YEAR) {
                return false;
            }
            lastSeconds = time.toEpochSecond(ZoneOffset.UTC);
        } catch (DateTimeParseException e) {
            return false;
        }
        System.arraycopy(bytes, from, lastSecond, 0, SECOND_BYTES);
        return true;
    }

    /** {@code +02:00} in seconds; {@code Integer.MIN_VALUE} if it is none. */
    private static int offsetSeconds(byte[] bytes, int at, int end) {
        if (end - at != 6 || (bytes[at] != '+' && bytes[at] != '-') || bytes[at + 3] != ':') {
            return Integer.MIN_VALUE;
        }
        int hours = number(bytes, at + 1, 2);
        int minutes = number(bytes, at + 4, 2);
        if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) {
            return Integer.MIN_VALUE;
        }
        int seconds = hours * 3600 + minutes * 60;
        return bytes[at] == '-' ? -seconds : seconds;
    }

    /** RFC 3339, 5.6: T and Z may be written small. */
    private static boolean isLetter(byte b, char letter) {
        return b == letter || b == Character.toLowerCase(letter);
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    /** The number that is {@code count} digits; less than 0 if they are none. */
    private static int number(byte[] bytes, int at, int count) {
        int number = 0;
        for (int i = at; i < at + count; i++) {
            if (!isDigit(bytes[i])) {
                return -1;
            }
            number = number * 10 + (bytes[i] - '0');
        }
        return number;
    }
}
