package dev.tailrace.terminal.logs;

import dev.tailrace.model.PointInTime;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A duration as people type it, such as {@code 1h30m}. */
final class Span implements ITypeConverter<Duration> {
    static final String ACCEPTED = "a duration such as 30s, 5m or 1h30m";

    @Override
    public Duration convert(String text) {
        try {
            if (text.matches("([0-9]+(ms|s|m|h|d))+")) {
                Instant now = Instant.EPOCH;
                return Duration.between(PointInTime.of(text, now, ZoneOffset.UTC), now);
            }
        } catch (DateTimeException | ArithmeticException _) {
            throw new TypeConversionException("too long");
        }
        throw new TypeConversionException("no duration");
    }
}
