package dev.tailrace.terminal.print;

/**
 * How wide lines may be.
 *
 * @param columns of the terminal
 * @param wraps whether a line goes on below, and not ends, where they are used up
 */
public record Width(int columns, boolean wraps) {
    /** As wide as they are: the terminal has its own way with them. */
    public static final Width NONE = new Width(Integer.MAX_VALUE, false);
}
