package dev.tailrace.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether somebody is looking. */
final class Terminal {
    private Terminal() {}

    /** Whether standard error is a terminal, as /proc/self/fd (proc(5)) has it. */
    static boolean isStandardError() {
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/2")).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
        } catch (IOException e) {
            return false; // no /proc, or standard error is closed: nobody is looking
        }
    }
}
