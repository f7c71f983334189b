package dev.tailrace.terminal.streams;

import dev.tailrace.terminal.print.TimeStyle;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Figures, sizes and times as a person reads them.
 *
 * @param relative whether times are told from now, as on a terminal, and not as RFC 3339
 * @param now when that is
 */
record Words(boolean relative, Instant now) {
    /** What stands where there is nothing to tell. */
    static final String NONE = "-";

    private static final List<String> UNITS = List.of("B", "kB", "MB", "GB", "TB", "PB");
    private static final int STEP = 1000;

    /** {@code 512 B}, {@code 1.2 MB}. */
    static String bytes(long number) {
        double value = (double) number;
        int unit = 0;
        while (value >= STEP - 0.05 && unit < UNITS.size() - 1) {
            value /= STEP;
            unit++;
        }
        return unit == 0
                ? number + " B"
                : String.format(Locale.ROOT, "%.1f %s", value, UNITS.get(unit));
    }

    /** {@code 184,220}. */
    static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** {@code 1 line}, {@code 184,220 lines}. */
    static String lines(long number) {
        return count(number) + (number == 1 ? " line" : " lines");
    }

    /** How many a second. */
    static String rate(Optional<Double> perSecond) {
        return perSecond
                .map(each ->
                        each == 0
                                ? "0"
                                : each < 10
                                        ? String.format(Locale.ROOT, "%.1f", each)
                                        : Long.toString(Math.round(each)))
                .orElse(NONE);
    }

    static String labels(Map<String, String> labels) {
        return labels.isEmpty()
                ? NONE
                : labels.entrySet().stream()
                        .map(each -> each.getKey() + "=" + each.getValue())
                        .collect(Collectors.joining(","));
    }

    /** {@code 3d4h}, or the time itself. */
    String age(Instant time) {
        return relative ? TimeStyle.age(between(time)) : iso(time);
    }

    String age(Optional<Instant> time) {
        return time.map(this::age).orElse(NONE);
    }

    /** {@code 3d4h ago}, or the time itself. */
    String ago(Instant time) {
        return relative ? TimeStyle.ago(between(time)) : iso(time);
    }

    /** The time itself, in seconds, and on a terminal how long ago that is. */
    String both(Instant time) {
        return relative ? iso(time) + " (" + ago(time) + ")" : iso(time);
    }

    private Duration between(Instant time) {
        Duration age = Duration.between(time, now);
        return age.isNegative() ? Duration.ZERO : age; // its clock is not ours
    }

    private static String iso(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
