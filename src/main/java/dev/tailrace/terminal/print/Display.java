package dev.tailrace.terminal.print;

import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.tailrace.source.Libc;
import dev.tailrace.source.process.Environment;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/** What standard output and standard error are. Any thread. */
public final class Display {
    public static final int STDIN = 0;
    public static final int STDOUT = 1;
    public static final int STDERR = 2;

    /** Whether to use colours, as a user has chosen. */
    public enum Colour {
        AUTO,
        ALWAYS,
        NEVER
    }

    /** ioctl_tty(2). */
    private static final long TIOCGWINSZ = 0x5413;

    private static final int ROWS_AT = 0;
    private static final int COLUMNS_AT = 2;

    /** Of a terminal that does not tell, as the VT100 has them. */
    private static final int ROWS = 24;

    private static final int COLUMNS = 80;
    private static final Set<String> NO = Set.of("", "0");

    private Display() {}

    /** Standard error in UTF-8, whatever the locale. */
    public static PrintStream errors() {
        return new PrintStream(
                new FileOutputStream(FileDescriptor.err), false, StandardCharsets.UTF_8);
    }

    /** Whether {@code fd} is a terminal, as /proc/self/fd (proc(5)) has it. */
    public static boolean isTerminal(int fd) {
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + fd)).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
        } catch (IOException _) {
            return false; // no /proc, or it is closed: nobody is looking
        }
    }

    /**
     * Whether {@code fd} is to have colours: an option wins, then {@code NO_COLOR} (no-color.org),
     * then {@code CLICOLOR_FORCE} (bixense.com/clicolors), then what the terminal can do.
     */
    public static boolean colours(Colour choice, int fd, Environment environment) {
        return switch (choice) {
            case ALWAYS -> true;
            case NEVER -> false;
            case AUTO -> {
                if (!environment.get("NO_COLOR").orElse("").isEmpty()) {
                    yield false;
                }
                if (!NO.contains(environment.get("CLICOLOR_FORCE").orElse(""))) {
                    yield true;
                }
                yield isTerminal(fd) && !environment.get("TERM").orElse("dumb").equals("dumb");
            }
        };
    }

    /** How many columns the terminal has that standard output is; else those of {@code COLUMNS}. */
    public static int columns(Environment environment) {
        return size(COLUMNS_AT, environment.get("COLUMNS"), COLUMNS);
    }

    /** How many rows it has; else those of {@code LINES}. */
    public static int rows(Environment environment) {
        return size(ROWS_AT, environment.get("LINES"), ROWS);
    }

    private static int size(int at, Optional<String> told, int otherwise) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment winsize = arena.allocate(8, 2); // rows, columns, two more
            if (Libc.ioctl(STDOUT, TIOCGWINSZ, winsize) == 0 && winsize.get(JAVA_SHORT, at) > 0) {
                return winsize.get(JAVA_SHORT, at);
            }
        }
        return told.filter(each -> each.matches("[1-9][0-9]{0,3}"))
                .map(Integer::parseInt)
                .orElse(otherwise);
    }
}
