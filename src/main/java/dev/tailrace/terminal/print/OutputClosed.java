package dev.tailrace.terminal.print;

/** Nobody reads standard output any more, as after {@code | head}: there is nothing to say. */
public final class OutputClosed extends RuntimeException {
    /** As shells have it of a command that SIGPIPE has ended. */
    public static final int EXIT_CODE = 128 + 13;

    OutputClosed(Throwable cause) {
        super("nobody reads it", cause);
    }
}
