package dev.tailrace.model;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.chrono.IsoChronology;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A point in time as people write it, which is more than the RFC 3339 of programs ({@link
 * Timestamps}): seconds, offset and the time of day may be missing. Without an offset it is of the
 * zone of whoever reads it: a gateway's is UTC, as everything is that it writes, since a client
 * does not say where it is. Any thread.
 */
public final class PointInTime {
    /** What one looks like, for error messages. */
    public static final String ACCEPTED =
            "a time as in RFC 3339, such as 2026-11-20T04:00:00Z (UTC without an offset), a date,"
                    + " today, unix seconds such as 1764169200, or a duration back from now, such"
                    + " as 15m or 1h30m (ms, s, m, h, d)";

    private static final DateTimeFormatter WRITTEN =
            new DateTimeFormatterBuilder()
                    .parseCaseInsensitive()
                    .append(DateTimeFormatter.ISO_LOCAL_DATE)
                    .optionalStart()
                    .appendLiteral('T')
                    .append(DateTimeFormatter.ISO_LOCAL_TIME)
                    .optionalStart()
                    .appendOffsetId()
                    .toFormatter(Locale.ROOT)
                    .withResolverStyle(ResolverStyle.STRICT)
                    .withChronology(IsoChronology.INSTANCE);

    /** From 1973 on: a smaller number is a mistake, such as 15 for 15m. */
    private static final Pattern UNIX_SECONDS = Pattern.compile("(\\d{9,10})(?:\\.(\\d{1,9}))?");

    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");
    private static final int DATE_CHARS = "2026-11-20".length();
    private static final int NANO_DIGITS = 9;

    private PointInTime() {}

    /**
     * The time that {@code text} is at {@code now}, and in {@code zone} if it has no offset.
     *
     * @throws DateTimeException if it is none
     * @throws ArithmeticException if it is out of range
     */
    public static Instant of(String text, Instant now, ZoneId zone) {
        if (text.equals("today")) {
            return now.atZone(zone).toLocalDate().atStartOfDay(zone).toInstant();
        }
        Duration ago = duration(text);
        if (ago != null) {
            return now.minus(ago);
        }
        Matcher seconds = UNIX_SECONDS.matcher(text);
        return seconds.matches()
                ? Instant.ofEpochSecond(Long.parseLong(seconds.group(1)), nanos(seconds.group(2)))
                : written(text, zone);
    }

    private static Instant written(String text, ZoneId zone) {
        StringBuilder written = new StringBuilder(text);
        if (written.length() > DATE_CHARS && written.charAt(DATE_CHARS) == ' ') {
            written.setCharAt(DATE_CHARS, 'T');
        }
        // A '+' that was not encoded reaches us as a space.
        String encoded = written.toString().replace(' ', '+');
        return switch (WRITTEN.parseBest(
                encoded, OffsetDateTime::from, LocalDateTime::from, LocalDate::from)) {
            case OffsetDateTime time -> time.toInstant();
            case LocalDateTime time -> time.atZone(zone).toInstant();
            case LocalDate date -> date.atStartOfDay(zone).toInstant();
            default -> throw new DateTimeException(text);
        };
    }

    private static long nanos(@Nullable String decimals) {
        return decimals == null
                ? 0
                : Long.parseLong(decimals + "0".repeat(NANO_DIGITS - decimals.length()));
    }

    private static @Nullable Duration duration(String text) {
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
}
