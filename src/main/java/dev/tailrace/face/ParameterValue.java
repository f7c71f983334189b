package dev.tailrace.face;

import dev.tailrace.cursor.BoundedPattern;
import dev.tailrace.cursor.Fields;
import dev.tailrace.cursor.Overflow;
import dev.tailrace.cursor.Span;
import dev.tailrace.hub.readers.Selector;
import dev.tailrace.level.Level;
import dev.tailrace.model.Origin;
import dev.tailrace.model.PointInTime;
import dev.tailrace.model.Position;
import io.vertx.core.MultiMap;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One query parameter as it came, and its meaning. Each way of reading it throws a {@link Refused}
 * that names the parameter, the value and what is accepted.
 */
public record ParameterValue(String name, String text) {
    private static final String LEVELS =
            "trace, debug, info, warn, error, fatal, none, or several with commas";

    /** The largest number with that many digits is less than the largest seq. */
    private static final Pattern RANGE = Pattern.compile("(\\d{1,18})-(\\d{1,18})");

    /** The parameter, or null if it was not given. */
    public static @Nullable ParameterValue of(String name, @Nullable String text) {
        return text == null ? null : new ParameterValue(name, text);
    }

    /** A switch that is there without a value, as in {@code ?follow}, has an empty one. */
    static @Nullable String orBare(@Nullable String value, String name, MultiMap query) {
        return value == null && query.contains(name) ? "" : value;
    }

    /** A time in ns since 1970, which may be told from {@code now}; empty if it was not given. */
    static OptionalLong time(String name, @Nullable String text, Instant now) {
        ParameterValue value = of(name, text);
        return value == null ? OptionalLong.empty() : OptionalLong.of(value.time(now));
    }

    /** Whether a switch is on; {@code otherwise} if the parameter was not given. */
    public static boolean isOn(String name, @Nullable String text, boolean otherwise) {
        return switch (text) {
            case null -> otherwise;
            case "true", "1", "" -> true;
            case "false", "0" -> false;
            default -> throw Refused.badParameter(name, text, "true or false");
        };
    }

    /** A number from {@code least} on. */
    public int number(int least) {
        try {
            int number = Integer.parseInt(text);
            if (number >= least) {
                return number;
            }
        } catch (NumberFormatException _) {
            // Said below, as for numbers out of range.
        }
        throw bad("a whole number from " + least + " to " + Integer.MAX_VALUE);
    }

    /** The number of a record. */
    public long seq() {
        try {
            long seq = Long.parseLong(text);
            if (seq >= 0) {
                return seq;
            }
        } catch (NumberFormatException _) {
            // Said below, as for numbers out of range.
        }
        throw bad("the number of a record, from 0");
    }

    /** The numbers of records, the first and the last. */
    Span seqs() {
        Matcher range = RANGE.matcher(text);
        if (range.matches()) {
            long first = Long.parseLong(range.group(1));
            long last = Long.parseLong(range.group(2));
            if (first <= last) {
                return new Span(first, last + 1);
            }
        }
        throw bad(
                "the numbers of the first and the last record, each of at most 18 digits, such as"
                        + " 512-767");
    }

    Position position() {
        return Position.parse(text).orElseThrow(() -> bad(Position.ACCEPTED));
    }

    /** A time in ns since 1970, which may be told from {@code now}. */
    long time(Instant now) {
        try {
            return ChronoUnit.NANOS.between(
                    Instant.EPOCH, PointInTime.of(text, now, ZoneOffset.UTC));
        } catch (DateTimeException | ArithmeticException _) {
            throw bad(PointInTime.ACCEPTED);
        }
    }

    /** Origins, separated by commas. */
    Set<Origin> origins() {
        EnumSet<Origin> origins = EnumSet.noneOf(Origin.class);
        for (String each : text.split(",", -1)) {
            origins.add(
                    Origin.of(each.strip())
                            .orElseThrow(
                                    () -> bad("stdout, stderr, system, or several with commas")));
        }
        return origins;
    }

    /** Whether an order is that of the newest first. */
    boolean isDescending() {
        return switch (text) {
            case "asc" -> false;
            case "desc" -> true;
            default -> throw bad("asc or desc");
        };
    }

    /** Levels of lines, separated by commas. */
    Set<Level> levels() {
        EnumSet<Level> levels = EnumSet.noneOf(Level.class);
        for (String each : text.split(",", -1)) {
            levels.add(Level.of(each.strip()).orElseThrow(() -> bad(LEVELS)));
        }
        return levels;
    }

    /** What to tell of each line, separated by commas. */
    Fields fields() {
        List<String> names = Arrays.stream(text.split(",", -1)).map(String::strip).toList();
        if (!Set.of("level", "first").containsAll(names)) {
            throw bad("level, first, or both with a comma");
        }
        return new Fields(names.contains("level"), names.contains("first"));
    }

    /** An RE2 pattern; not on an event loop. */
    BoundedPattern pattern() {
        try {
            return BoundedPattern.compile(text);
        } catch (IllegalArgumentException e) {
            throw bad(String.valueOf(e.getMessage()));
        }
    }

    /** Streams by their labels; not on an event loop if it {@link Selector#hasPatterns}. */
    public Selector selector() {
        try {
            return Selector.parse(text);
        } catch (IllegalArgumentException e) {
            throw bad(String.valueOf(e.getMessage()));
        }
    }

    /** What to do on falling behind. */
    Overflow overflow() {
        return Overflow.of(text).orElseThrow(() -> bad("wait, latest or close"));
    }

    /** What to throw when something else is accepted. */
    public Refused bad(String accepted) {
        return Refused.badParameter(name, text, accepted);
    }
}
