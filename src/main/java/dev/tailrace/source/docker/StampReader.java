package dev.tailrace.source.docker;

import dev.tailrace.model.Timestamps;

/**
 * Reads the stamp and the space that {@code timestamps=1} puts before each part, a byte at a time:
 * {@code 2006-01-02T15:04:05.000000000Z}. The fraction may be shorter or missing, and an offset may
 * stand for {@code Z}, as other log drivers have it. Confined to one thread.
 */
final class StampReader {
    /** What a byte made of it. */
    enum Result {
        /** It goes on. */
        MORE,
        /** The stamp and its space are complete: {@link #nanos()}. */
        COMPLETE,
        /** This is no stamp: {@link #bytes()} is text that begins otherwise. */
        OTHER
    }

    /** {@code 2006-01-02T15:04:05.000000000+00:00} and the space. */
    static final int MAX_BYTES = 36;

    private static final String DATE_TIME = "0000-00-00T00:00:00";
    private static final String OFFSET = "00:00";
    private static final int MAX_DIGITS = 9;

    private final byte[] bytes = new byte[MAX_BYTES];
    private final Timestamps stamp = new Timestamps();
    private int count;
    private int zoneAt;

    /** Begins anew. */
    void reset() {
        count = 0;
        zoneAt = 0;
    }

    /** What it has been given since {@link #reset}: the first {@link #count} bytes. */
    byte[] bytes() {
        return bytes;
    }

    int count() {
        return count;
    }

    /** The stamp, in ns since 1970. */
    long nanos() {
        return stamp.nanos();
    }

    Result accept(byte b) {
        int at = count;
        bytes[count++] = b;
        if (zoneAt > 0) {
            return inZone(b, at - zoneAt);
        }
        if (at < DATE_TIME.length()) {
            return fits(b, DATE_TIME.charAt(at)) ? Result.MORE : Result.OTHER;
        }
        if (at == DATE_TIME.length() && b == '.') {
            return Result.MORE;
        }
        if (at > DATE_TIME.length() && isDigit(b)) {
            return at - DATE_TIME.length() <= MAX_DIGITS ? Result.MORE : Result.OTHER;
        }
        boolean zone = (b == 'Z' || b == '+' || b == '-') && bytes[at - 1] != '.';
        zoneAt = zone ? at : 0;
        return zone ? Result.MORE : Result.OTHER;
    }

    /** What comes {@code after} the zone's first byte. */
    private Result inZone(byte b, int after) {
        int length = bytes[zoneAt] == 'Z' ? 0 : OFFSET.length();
        if (after <= length) {
            return fits(b, OFFSET.charAt(after - 1)) ? Result.MORE : Result.OTHER;
        }
        return b == ' ' && stamp.parse(bytes, 0, count - 1) ? Result.COMPLETE : Result.OTHER;
    }

    private static boolean fits(byte b, char shape) {
        return shape == '0' ? isDigit(b) : b == shape;
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }
}
