package dev.tailrace.model;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.YearMonth;
import org.jspecify.annotations.Nullable;

/**
 * The record format on disk, the kubelet's CRI log line with fields of fixed width:
 *
 * <pre>
 *   2026-11-20T04:00:00.123456789Z stdout F content\n
 *   0                              31     38 40
 * </pre>
 *
 * Every time has nine digits and every origin six letters, so a header has 40 bytes and each field
 * its place. Any thread: no state.
 */
public final class Cri {
    /** Bytes before the content. */
    public static final int HEADER_BYTES = 40;

    /** What a record takes beside its content: the header and the newline. */
    public static final int OVERHEAD_BYTES = HEADER_BYTES + 1;

    /** The time's bytes, at the header's beginning. */
    public static final int TIME_BYTES = 30;

    /** Where the origin is. */
    public static final int ORIGIN_AT = 31;

    /** The bytes of every origin. */
    public static final int ORIGIN_BYTES = 6;

    /** Where P or F is. */
    public static final int TAG_AT = 38;

    private static final byte[] TIME_SHAPE =
            "0000-00-00T00:00:00.000000000Z".getBytes(StandardCharsets.US_ASCII);
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final long SECONDS_PER_DAY = 86_400;

    /** The years of which every nanosecond since 1970 is a {@code long}. */
    private static final int FIRST_YEAR = 1678;

    private static final int LAST_YEAR = 2261;

    private Cri() {}

    /** Whether the line {@code bytes[start..end)} has a header as this gateway writes it. */
    public static boolean isRecord(byte[] bytes, int start, int end) {
        return end - start >= HEADER_BYTES
                && isTime(bytes, start)
                && bytes[start + TIME_BYTES] == ' '
                && originAt(bytes, start) != null
                && bytes[start + ORIGIN_AT + ORIGIN_BYTES] == ' '
                && (bytes[start + TAG_AT] == 'F' || bytes[start + TAG_AT] == 'P')
                && bytes[start + TAG_AT + 1] == ' ';
    }

    /** The origin in the header at {@code start}, or null where there is none. */
    public static @Nullable Origin originAt(byte[] bytes, int start) {
        int at = start + ORIGIN_AT;
        Origin origin =
                switch (bytes[at + 3]) {
                    case 'o' -> Origin.STDOUT;
                    case 'e' -> Origin.STDERR;
                    case 't' -> Origin.SYSTEM;
                    default -> null;
                };
        if (origin == null) {
            return null;
        }
        byte[] text = origin.bytes();
        for (int i = 0; i < ORIGIN_BYTES; i++) {
            if (bytes[at + i] != text[i]) {
                return null;
            }
        }
        return origin;
    }

    /** Whether the header at {@code start} is that of a record whose line goes on. */
    public static boolean isPartialAt(byte[] bytes, int start) {
        return bytes[start + TAG_AT] == 'P';
    }

    /**
     * The time in the header at {@code start}, which {@link #isRecord} has approved, in nanoseconds
     * since 1970.
     */
    public static long timeAt(byte[] bytes, int start) {
        LocalDate date =
                LocalDate.of(
                        digits(bytes, start, 4),
                        digits(bytes, start + 5, 2),
                        digits(bytes, start + 8, 2));
        long seconds =
                date.toEpochDay() * SECONDS_PER_DAY
                        + digits(bytes, start + 11, 2) * 3600L
                        + digits(bytes, start + 14, 2) * 60L
                        + digits(bytes, start + 17, 2);
        return seconds * NANOS_PER_SECOND + digits(bytes, start + 20, 9);
    }

    /** Whether there is a time that {@link #timeAt} can read: a damaged digit may leave none. */
    private static boolean isTime(byte[] bytes, int start) {
        for (int i = 0; i < TIME_BYTES; i++) {
            byte b = bytes[start + i];
            boolean fits = TIME_SHAPE[i] == '0' ? b >= '0' && b <= '9' : b == TIME_SHAPE[i];
            if (!fits) {
                return false;
            }
        }
        return isDate(
                        digits(bytes, start, 4),
                        digits(bytes, start + 5, 2),
                        digits(bytes, start + 8, 2))
                && digits(bytes, start + 11, 2) < 24
                && digits(bytes, start + 14, 2) < 60
                && digits(bytes, start + 17, 2) < 60;
    }

    private static boolean isDate(int year, int month, int day) {
        return year >= FIRST_YEAR
                && year <= LAST_YEAR
                && month >= 1
                && month <= 12
                && day >= 1
                && (day <= 28 || day <= YearMonth.of(year, month).lengthOfMonth());
    }

    private static int digits(byte[] bytes, int at, int count) {
        int number = 0;
        for (int i = 0; i < count; i++) {
            number = number * 10 + (bytes[at + i] - '0');
        }
        return number;
    }
}
