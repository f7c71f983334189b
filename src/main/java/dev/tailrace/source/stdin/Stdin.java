package dev.tailrace.source.stdin;

import dev.tailrace.source.Libc;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Whether the gateway was given a standard input. */
final class Stdin {
    private static final Path DESCRIPTOR = Path.of("/proc/self/fd/0");

    private Stdin() {}

    /**
     * False where it was started with descriptor 0 closed ({@code <&-}). The number then goes to
     * the first file that the JVM opens, such as its own {@code lib/modules}, and reading it would
     * serve that. Such a file is told by its place, or by being closed on exec: what came through
     * an exec is not.
     */
    static boolean isInherited() {
        int flags = Libc.fcntl(0, Libc.F_GETFD, 0);
        if (flags < 0 || (flags & Libc.FD_CLOEXEC) != 0) {
            return false;
        }
        String javaHome = System.getProperty("java.home");
        return javaHome == null || !isWithin(Path.of(javaHome));
    }

    private static boolean isWithin(Path folder) {
        try {
            return Files.readSymbolicLink(DESCRIPTOR).startsWith(folder.toRealPath());
        } catch (NoSuchFileException e) {
            return false; // without /proc it cannot be told, and is the rule
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
