package dev.tailrace.terminal.print;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** How times are shown. */
public enum TimeStyle {
    /** As on the wire, RFC 3339 with nine decimal places. */
    ISO,
    /** Of the machine's time zone. */
    LOCAL,
    UTC,
    /** How long ago. */
    RELATIVE;

    private static final DateTimeFormatter MILLIS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS");
    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssxx");

    /** The time that is {@code text} on the wire. */
    String shown(String text) {
        return switch (this) {
            case ISO -> text;
            case LOCAL -> MILLIS.format(Instant.parse(text).atZone(ZoneId.systemDefault()));
            case UTC -> MILLIS.format(Instant.parse(text).atZone(ZoneOffset.UTC));
            case RELATIVE -> ago(Duration.between(Instant.parse(text), Instant.now()));
        };
    }

    /** As journalctl's {@code short-iso}: of the machine's time zone, in seconds. */
    static String seconds(String text) {
        return SECONDS.format(Instant.parse(text).atZone(ZoneId.systemDefault()));
    }

    /** In two units at most, such as {@code 2d3h ago}. */
    public static String ago(Duration age) {
        return age.toSeconds() < 1 ? "now" : age(age) + " ago";
    }

    /** The same as a length of time, such as {@code 2d3h}. */
    public static String age(Duration age) {
        if (age.toSeconds() < 1) {
            return "0s";
        }
        long[] units = {age.toDays(), age.toHoursPart(), age.toMinutesPart(), age.toSecondsPart()};
        String letters = "dhms";
        StringBuilder text = new StringBuilder();
        int shown = 0;
        for (int i = 0; i < units.length && shown < 2; i++) {
            if (units[i] > 0 || shown > 0) {
                text.append(units[i]).append(letters.charAt(i));
                shown++;
            }
        }
        return text.toString();
    }
}
