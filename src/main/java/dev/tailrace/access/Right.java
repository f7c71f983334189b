package dev.tailrace.access;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** What can be granted of a stream; one includes no other. */
public enum Right {
    /** That it is there, its lines, its runs. */
    READ("read"),
    /** To push lines into it, and to make it where requests may make streams. */
    PUSH("push"),
    /** To start and stop its command. */
    CONTROL("control"),
    /** Its series in {@code /q/metrics}, and there all that are of no stream. */
    METRICS("metrics");

    /** All of them, for people. */
    public static final String ACCEPTED =
            Arrays.stream(values()).map(Right::text).collect(Collectors.joining(", "));

    private final String text;

    Right(String text) {
        this.text = text;
    }

    /** As in a token file and on the command line. */
    public String text() {
        return text;
    }

    /** The right of that name. */
    public static Optional<Right> of(String text) {
        return Arrays.stream(values()).filter(right -> right.text.equals(text)).findFirst();
    }
}
