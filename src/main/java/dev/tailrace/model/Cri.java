package dev.tailrace.model;

import java.time.LocalDate;
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

    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final long SECONDS_PER_DAY = 86_400;

    private Cri() {}

    /** Whether the line {@code bytes[start..end)} has a header as this gateway writes it. */
    public static boolean isRecord(byte[] bytes, int start, int end) {
        return end - start >= HEADER_BYTES && CriHeader.isAt(bytes, start);
    }

    /** The origin in the header at {@code start}, or null where there is none. */
    public static @Nullable Origin originAt(byte[] bytes, int start) {
        return CriHeader.originAt(bytes, start);
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

    private static int digits(byte[] bytes, int at, int count) {
        int number = 0;
        for (int i = 0; i < count; i++) {
            number = number * 10 + (bytes[at + i] - '0');
        }
        return number;
    }
}
