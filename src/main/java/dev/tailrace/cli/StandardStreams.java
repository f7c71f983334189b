package dev.tailrace.cli;

import dev.tailrace.source.SharedOutput;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * The gateway's own standard output and error. What it has to say there is UTF-8 whatever the
 * locale, and comes whole where somebody has made them non-blocking. Any thread.
 */
public final class StandardStreams {
    static final int STDOUT = 1;
    static final int STDERR = 2;

    private StandardStreams() {}

    /** Has all of this JVM write by them, from here on. */
    public static void use() {
        System.setOut(printing(STDOUT));
        System.setErr(printing(STDERR));
    }

    private static PrintStream printing(int fd) {
        return new PrintStream(new SharedOutput(fd), true, StandardCharsets.UTF_8);
    }
}
