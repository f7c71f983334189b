package dev.tailrace.model;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A number of bytes, written as in {@code 64M}: the units are powers of 1024. */
public record ByteSize(long bytes) {
    /** What a size looks like, for error messages. */
    public static final String ACCEPTED = "a number of bytes, with K, M, G or T, such as 64M";

    private static final Pattern FORM = Pattern.compile("(\\d{1,15})([KMGT]?)B?");

    /**
     * Reads {@code 4096}, {@code 16K}, {@code 64M}, {@code 1G} or {@code 2T}. The configuration
     * finds this method by its name.
     *
     * @throws IllegalArgumentException if {@code text} is none of these
     */
    public static ByteSize parse(CharSequence text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no size: accepted is " + ACCEPTED);
        }
        long number = Long.parseLong(matcher.group(1));
        int shift =
                switch (matcher.group(2)) {
                    case "K" -> 10;
                    case "M" -> 20;
                    case "G" -> 30;
                    case "T" -> 40;
                    default -> 0;
                };
        if (number > Long.MAX_VALUE >> shift) {
            throw new IllegalArgumentException("'" + text + "' is larger than any file");
        }
        return new ByteSize(number << shift);
    }
}
