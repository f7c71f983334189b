package dev.tailrace.terminal.logs;

import dev.tailrace.model.PointInTime;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A time as people type it, in the time zone of this machine, as on the wire. It is fixed when the
 * command starts: another attempt must not begin later.
 */
public final class TimePoint implements ITypeConverter<String> {
    static final String ACCEPTED =
            "a duration back from now such as 15m or 1h30m, a time of day such as 14:05, today,"
                    + " yesterday, a date, a time such as 2026-11-20T04:00:00Z, or unix seconds";

    private static final DateTimeFormatter WIRE =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSSSS'Z'")
                    .withZone(ZoneOffset.UTC);

    @Override
    public String convert(String text) {
        return of(text, Instant.now(), ZoneId.systemDefault());
    }

    /** As on the wire, with nine decimal places. */
    static String of(String text, Instant now, ZoneId zone) {
        try {
            return WIRE.format(instant(text, now, zone));
        } catch (DateTimeException | ArithmeticException _) {
            throw new TypeConversionException("no time");
        }
    }

    private static Instant instant(String text, Instant now, ZoneId zone) {
        if (text.equals("yesterday")) {
            return now.atZone(zone).toLocalDate().minusDays(1).atStartOfDay(zone).toInstant();
        }
        if (text.matches("[0-2]?[0-9]:[0-5][0-9](:[0-5][0-9])?")) {
            LocalTime time = LocalTime.parse(text.indexOf(':') == 1 ? "0" + text : text);
            return now.atZone(zone).toLocalDate().atTime(time).atZone(zone).toInstant();
        }
        return PointInTime.of(text, now, zone);
    }
}
