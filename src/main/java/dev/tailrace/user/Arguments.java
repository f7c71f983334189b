package dev.tailrace.user;

import dev.tailrace.model.OsText;
import dev.tailrace.model.Reasons;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** The arguments of the gateway's own process, byte for byte. Any thread. */
public final class Arguments {
    /** What execve(2) was given, with a NUL after each: proc_pid_cmdline(5). */
    private static final Path GIVEN = Path.of("/proc/self/cmdline");

    private static final int LAST_ASCII = 0x7f;

    private Arguments() {}

    /**
     * What {@code decoded} was before the JVM decoded it by the locale's encoding, as {@link
     * OsText}. What main() gets are the last of the process' arguments.
     */
    public static String[] asGiven(String... decoded) {
        return Arrays.stream(decoded).allMatch(Arguments::isAscii)
                ? decoded
                : lastOf(given(), decoded);
    }

    private static boolean isAscii(String argument) {
        return argument.chars().allMatch(c -> c <= LAST_ASCII);
    }

    private static String[] lastOf(List<String> given, String... decoded) {
        int before = given.size() - decoded.length;
        return before < 0 ? decoded : given.subList(before, given.size()).toArray(String[]::new);
    }

    private static List<String> given() {
        try {
            return OsText.list(Files.readAllBytes(GIVEN));
        } catch (IOException e) {
            throw new LaunchException(
                    "the arguments cannot be read from " + GIVEN + ": " + Reasons.of(e));
        }
    }
}
