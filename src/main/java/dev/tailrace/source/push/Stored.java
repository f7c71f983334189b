package dev.tailrace.source.push;

/**
 * How much of a request's lines the log has: so many of the first bytes of each origin, newlines
 * included.
 */
public record Stored(long stdoutBytes, long stderrBytes) {
    /** Nothing of it. */
    public static final Stored NOTHING = new Stored(0, 0);
}
