package dev.tailrace.model;

import java.util.regex.Pattern;

/**
 * The name of a stream, which is also the name of its folder and its place in URLs: a lower-case
 * letter or digit, then up to 127 of {@code a-z 0-9 . _ -}.
 */
public record StreamName(String value) implements Comparable<StreamName> {
    /** What a name must look like, for error messages. */
    public static final String ACCEPTED =
            "a-z or 0-9 first, then up to 127 of a-z, 0-9, '.', '_' and '-'";

    private static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9._-]{0,127}");

    /**
     * @throws IllegalArgumentException if {@code value} is no stream name; the message says what is
     */
    public StreamName {
        if (!isValid(value)) {
            throw new IllegalArgumentException(
                    "stream name '" + value + "' is not accepted: " + ACCEPTED);
        }
    }

    public static boolean isValid(String value) {
        return FORM.matcher(value).matches();
    }

    @Override
    public int compareTo(StreamName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
