package dev.tailrace.level;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How severe a line is, from the least to the most. */
public enum Level {
    TRACE,
    DEBUG,
    INFO,
    WARN,
    ERROR,
    FATAL,
    /** Nothing tells. */
    NONE;

    private final String text = name().toLowerCase(Locale.ROOT);

    /** As on the wire and in queries. */
    public String text() {
        return text;
    }

    /** The level that queries call {@code text}. */
    public static Optional<Level> of(String text) {
        return Arrays.stream(values()).filter(each -> each.text.equals(text)).findFirst();
    }
}
