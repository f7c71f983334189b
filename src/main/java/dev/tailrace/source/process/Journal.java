package dev.tailrace.source.process;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What has happened to a command that a shell holds, as {@code holder.sh} has written it down: a
 * line each, of which those that are not whole do not count. A workload of another user can write
 * into it as well, so what it says of processes is for {@link HeldProcesses} to check.
 *
 * <pre>
 *   held BOOT STAT     the shell, by its line of /proc/PID/stat; or, in its place,
 *   cancelled          a gateway has found nobody: a shell that comes later must not start the command
 *   running STAT       the command
 *   exited CODE        as a shell reports it
 * </pre>
 */
record Journal(
        boolean isEmpty,
        boolean isCancelled,
        String boot,
        Optional<ProcessId> holder,
        Optional<ProcessId> command,
        OptionalInt code) {
    /** The line that keeps the command from being started. */
    static final String CANCELLED = "cancelled";

    /** wait(2) has a byte for it. */
    private static final int MOST_CODE = 255;

    private static final String HELD = "held ";
    private static final String RUNNING = "running ";
    private static final String EXITED = "exited ";

    /** What {@code text} says, of which the first line decides whose it is. */
    static Journal of(String text) {
        List<String> lines = text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
        String first = lines.isEmpty() ? "" : lines.getFirst();
        String[] held = first.startsWith(HELD) ? first.split(" ", 3) : new String[] {"", "", ""};
        return new Journal(
                lines.isEmpty(),
                first.equals(CANCELLED),
                held[1],
                held.length == 3 ? ProcessId.parse(held[2]) : Optional.empty(),
                after(RUNNING, lines).flatMap(ProcessId::parse),
                after(EXITED, lines)
                        .filter(code -> code.matches("\\d{1,3}"))
                        .map(Integer::parseInt)
                        .filter(code -> code <= MOST_CODE)
                        .map(OptionalInt::of)
                        .orElse(OptionalInt.empty()));
    }

    private static Optional<String> after(String word, List<String> lines) {
        return lines.stream()
                .filter(line -> line.startsWith(word))
                .map(line -> line.substring(word.length()))
                .findFirst();
    }
}
