package dev.tailrace.level;

import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

/** The keys whose values are levels, in JSON and in logfmt; and what their values mean. */
final class LevelKey {
    private static final byte[][] KEYS =
            Stream.of(
                            "level",
                            "lvl",
                            "severity",
                            "log.level",
                            "loglevel",
                            "log_level",
                            "levelname",
                            "severitytext",
                            "@l")
                    .map(key -> key.getBytes(StandardCharsets.US_ASCII))
                    .toArray(byte[][]::new);

    /** Each of pino's and bunyan's numbers is ten more than the one before. */
    private static final int STEP = 10;

    private static final Level[] TENS = {
        Level.NONE, Level.TRACE, Level.DEBUG, Level.INFO, Level.WARN, Level.ERROR, Level.FATAL
    };

    private static final Level[] SYSLOG = {
        Level.FATAL, // emergency
        Level.FATAL, // alert
        Level.FATAL, // critical
        Level.ERROR,
        Level.WARN,
        Level.INFO, // notice
        Level.INFO,
        Level.DEBUG
    };

    private LevelKey() {}

    /** Whether {@code bytes[from..to)} is such a key, in capitals or not. */
    static boolean is(byte[] bytes, int from, int to) {
        for (byte[] key : KEYS) {
            if (Ascii.isIgnoringCase(bytes, from, to, key)) {
                return true;
            }
        }
        return false;
    }

    /** The level that the value {@code bytes[from..to)} is, a word or a number. */
    static Level valueOf(byte[] bytes, int from, int to) {
        if (from < to && Ascii.isDigit(bytes[from])) {
            return ofNumber(bytes, from, to);
        }
        LevelWord word = LevelWord.at(bytes, from, to);
        return word == null ? Level.NONE : word.level();
    }

    private static Level ofNumber(byte[] bytes, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            if (!Ascii.isDigit(bytes[i]) || number >= STEP * TENS.length) {
                return Level.NONE;
            }
            number = number * 10 + bytes[i] - '0';
        }
        if (number < SYSLOG.length) {
            return ofSyslog(number);
        }
        return number < STEP * TENS.length ? TENS[number / STEP] : Level.NONE;
    }

    /** What a severity of syslog is, of which the lowest three bits count (RFC 5424, 6.2.1). */
    static Level ofSyslog(int priority) {
        return SYSLOG[priority & (SYSLOG.length - 1)];
    }
}
