package dev.tailrace.face;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.tailrace.cursor.Overflow;
import dev.tailrace.hub.Selector;
import dev.tailrace.model.Origin;
import dev.tailrace.model.Position;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;

/**
 * One query parameter as it came, and its meaning. Each way of reading it throws a {@link Problem}
 * that names the parameter, the value and what is accepted.
 */
public record ParameterValue(String name, String text) {
    private static final java.util.regex.Pattern DURATION =
            java.util.regex.Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    /** The parameter, or null if it was not given. */
    public static @Nullable ParameterValue of(String name, @Nullable String text) {
        return text == null ? null : new ParameterValue(name, text);
    }

    /** Whether a switch is on; {@code otherwise} if the parameter was not given. */
    static boolean isOn(String name, @Nullable String text, boolean otherwise) {
        return switch (text) {
            case null -> otherwise;
            case "true", "1", "" -> true;
            case "false", "0" -> false;
            default -> throw Problem.badParameter(name, text, "true or false");
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

    /** A position. */
    Position position() {
        return Position.parse(text).orElseThrow(() -> bad(Position.ACCEPTED));
    }

    /** A time in ns since 1970: RFC 3339, or a duration before {@code now}. */
    long time(Instant now) {
        Duration ago = duration();
        try {
            // A '+' that was not encoded reaches us as a space.
            Instant at =
                    ago != null
                            ? now.minus(ago)
                            : OffsetDateTime.parse(text.replace(' ', '+')).toInstant();
            return Math.addExact(
                    Math.multiplyExact(at.getEpochSecond(), NANOS_PER_SECOND), at.getNano());
        } catch (DateTimeException | ArithmeticException _) {
            throw bad(
                    "a time as in RFC 3339, such as 2026-11-20T04:00:00Z, or a duration back from"
                            + " now, such as 15m or 1h30m (ms, s, m, h, d)");
        }
    }

    private @Nullable Duration duration() {
        Matcher matcher = DURATION.matcher(text);
        Duration sum = Duration.ZERO;
        int end = 0;
        while (end < text.length() && matcher.find(end) && matcher.start() == end) {
            long number = Long.parseLong(matcher.group(1));
            sum =
                    sum.plus(
                            switch (matcher.group(2)) {
                                case "ms" -> Duration.ofMillis(number);
                                case "s" -> Duration.ofSeconds(number);
                                case "m" -> Duration.ofMinutes(number);
                                case "h" -> Duration.ofHours(number);
                                default -> Duration.ofDays(number);
                            });
            end = matcher.end();
        }
        return end == 0 || end < text.length() ? null : sum;
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

    /** An RE2 pattern. */
    Pattern pattern() {
        try {
            return Pattern.compile(text);
        } catch (PatternSyntaxException e) {
            throw bad("an RE2 pattern (" + e.getMessage() + ")");
        }
    }

    /** Streams by their labels. */
    Selector selector() {
        try {
            return Selector.parse(text);
        } catch (IllegalArgumentException _) {
            throw bad(Selector.ACCEPTED);
        }
    }

    /** What to do on falling behind. */
    Overflow overflow() {
        return Overflow.of(text).orElseThrow(() -> bad("wait, latest or close"));
    }

    /** What to throw when something else is accepted. */
    public Problem bad(String accepted) {
        return Problem.badParameter(name, text, accepted);
    }
}
