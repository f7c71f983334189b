package dev.tailrace.level;

import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

/**
 * What a line says of its own level, and whether it goes on with the event of the line before.
 *
 * <pre>
 *   {"level":"error", ...  "lvl", "severity", "log.level"; 50 of pino and bunyan
 *   level=warn             logfmt
 *   &lt;3&gt;                    syslog and systemd, at the line's start
 *   E0102 15:04:05         klog and glog, at the line's start
 *   [ERROR]  WARN  error:  plain: see {@link PlainLevel}
 * </pre>
 *
 * Any thread: no state.
 */
public final class LineLevel {
    /** The highest priority of syslog: facility 23, severity 7. */
    private static final int MAX_PRIORITY = 191;

    /** Names of exceptions are shorter. */
    private static final int MAX_NAME_BYTES = 256;

    private static final byte[][] CONTINUING =
            Stream.of(
                            "at ",
                            "Caused by",
                            "Suppressed:",
                            "... ",
                            "Traceback (most recent call last)",
                            "During handling of the above exception",
                            "The above exception was")
                    .map(start -> start.getBytes(StandardCharsets.US_ASCII))
                    .toArray(byte[][]::new);

    private static final byte[] EXCEPTION = "Exception".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ERROR = "Error".getBytes(StandardCharsets.US_ASCII);

    private LineLevel() {}

    /**
     * The level that the line {@code bytes[from..to)} names itself; {@link Level#NONE} if it names
     * none. At most the first {@value JsonLevel#MAX_BYTES} bytes are looked at.
     */
    public static Level of(byte[] bytes, int from, int to) {
        if (from == to) {
            return Level.NONE;
        }
        return switch (bytes[from]) {
            case '{' -> JsonLevel.of(bytes, from, to);
            case '<' -> {
                Level level = syslog(bytes, from, to);
                yield level == Level.NONE ? PlainLevel.of(bytes, from, to) : level;
            }
            case 'I', 'W', 'E', 'F' -> {
                Level level = klog(bytes, from, to);
                yield level == Level.NONE ? PlainLevel.of(bytes, from, to) : level;
            }
            default -> PlainLevel.of(bytes, from, to);
        };
    }

    /** Whether the line, which names no level itself, goes on with an event that has begun. */
    public static boolean continuesEvent(byte[] bytes, int from, int to) {
        if (from == to) {
            return true;
        }
        byte first = bytes[from];
        if (Ascii.isBlank(first) || first == '\r' || first == '}' || first == ']' || first == ')') {
            return true;
        }
        for (byte[] start : CONTINUING) {
            if (startsWith(bytes, from, to, start)) {
                return true;
            }
        }
        return isException(bytes, from, to);
    }

    /** {@code <3>} or {@code <34>1 2026-...} (RFC 5424, 6.2.1; sd-daemon(3)). */
    private static Level syslog(byte[] bytes, int from, int to) {
        int priority = 0;
        int at = from + 1;
        while (at < to && at < from + 4 && Ascii.isDigit(bytes[at])) {
            priority = priority * 10 + bytes[at++] - '0';
        }
        boolean is = at > from + 1 && at < to && bytes[at] == '>' && priority <= MAX_PRIORITY;
        return is ? LevelKey.ofSyslog(priority) : Level.NONE;
    }

    /** {@code E0102 15:04:05} or, with a year, {@code E20260102 15:04:05}. */
    private static Level klog(byte[] bytes, int from, int to) {
        int at = from + 1;
        while (at < to && Ascii.isDigit(bytes[at])) {
            at++;
        }
        int digits = at - from - 1;
        boolean is =
                (digits == 4 || digits == 8)
                        && at + 3 < to
                        && bytes[at] == ' '
                        && Ascii.isDigit(bytes[at + 1])
                        && Ascii.isDigit(bytes[at + 2])
                        && bytes[at + 3] == ':';
        return is ? LevelKey.valueOf(bytes, from, from + 1) : Level.NONE;
    }

    /** {@code java.lang.IllegalStateException: text}, {@code ValueError: text}. */
    private static boolean isException(byte[] bytes, int from, int to) {
        int end = from;
        int most = Math.min(to, from + MAX_NAME_BYTES);
        while (end < most && isInName(bytes[end])) {
            end++;
        }
        boolean named = endsWith(bytes, from, end, EXCEPTION) || endsWith(bytes, from, end, ERROR);
        return named && (end == to || bytes[end] == ':' || bytes[end] == '\r');
    }

    private static boolean isInName(byte one) {
        return Ascii.isLetter(one) || Ascii.isDigit(one) || one == '.' || one == '_' || one == '$';
    }

    private static boolean startsWith(byte[] bytes, int from, int to, byte[] start) {
        return to - from >= start.length && Ascii.isAt(bytes, from, start);
    }

    private static boolean endsWith(byte[] bytes, int from, int to, byte[] end) {
        return to - from >= end.length && Ascii.isAt(bytes, to - end.length, end);
    }
}
