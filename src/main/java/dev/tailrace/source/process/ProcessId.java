package dev.tailrace.source.process;

import dev.tailrace.model.Reasons;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A process as the kernel tells it from the one that has its number next: proc_pid_stat(5). Any
 * thread.
 *
 * @param group its process group
 * @param started when, in clock ticks since the machine's start
 * @param dead whether it has ended, and only its parent has not asked how
 */
record ProcessId(int pid, int group, long started, boolean dead) {
    private static final System.Logger LOG = System.getLogger(ProcessId.class.getName());

    private static final Path PROC = Path.of("/proc");

    /** proc_pid_status(5): the real user, the effective one, and two more. */
    private static final String USER = "Uid:";

    /** Where the state, the group and the start are behind the name, which may have spaces. */
    private static final int STATE = 0;

    private static final int GROUP = 2;
    private static final int STARTED = 19;

    /** What a line of /proc/PID/stat says; empty if it is none. */
    static Optional<ProcessId> parse(String stat) {
        int name = stat.indexOf(' ');
        String[] rest = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", -1);
        try {
            return name < 0 || rest.length <= STARTED
                    ? Optional.empty()
                    : Optional.of(
                            new ProcessId(
                                    Integer.parseInt(stat.substring(0, name)),
                                    Integer.parseInt(rest[GROUP]),
                                    Long.parseLong(rest[STARTED]),
                                    "ZXx".contains(rest[STATE])));
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }

    /** The process that has the number now. */
    static Optional<ProcessId> of(String pid) {
        return read(pid, "stat").flatMap(ProcessId::parse);
    }

    /**
     * The real user of the process that has the number now; empty if there is none. The owner of
     * the process' folder would be root's for one that may not be dumped: proc(5).
     */
    static OptionalInt user(String pid) {
        return read(pid, "status").stream()
                .flatMap(String::lines)
                .filter(line -> line.startsWith(USER))
                .mapToInt(line -> Integer.parseUnsignedInt(line.split("\\s+", 3)[1]))
                .findFirst();
    }

    private static Optional<String> read(String pid, String file) {
        Path process = PROC.resolve(pid);
        try {
            return Optional.of(
                    Files.readString(process.resolve(file), StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            if (Files.exists(process)) {
                LOG.log(
                        System.Logger.Level.ERROR,
                        "{0} cannot be read: {1}",
                        process,
                        Reasons.of(e));
            }
            return Optional.empty(); // it has ended
        }
    }

    /** Whether it is still there, and not another that has its number. */
    boolean isAlive() {
        return of(Integer.toString(pid))
                .filter(now -> now.started == started && !now.dead)
                .isPresent();
    }

    /** All of the group that live. */
    static List<ProcessId> inGroup(int group) {
        List<ProcessId> members = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path each : all) {
                of(each.getFileName().toString())
                        .filter(process -> process.group == group && !process.dead)
                        .ifPresent(members::add);
            }
        } catch (IOException | DirectoryIteratorException e) {
            LOG.log(System.Logger.Level.ERROR, "/proc cannot be listed: {0}", Reasons.of(e));
        }
        return members;
    }
}
