package dev.tailrace.source.process;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.tailrace.model.OsText;
import dev.tailrace.source.CFunction;
import dev.tailrace.source.CString;
import dev.tailrace.source.Descriptor;
import dev.tailrace.source.Errno;
import dev.tailrace.source.FileLimit;
import dev.tailrace.source.Libc;
import dev.tailrace.source.SourceException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.function.ToIntFunction;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Starts a command by posix_spawn(3), which gives it what {@link ProcessBuilder} cannot: a session
 * of its own, and outputs that it opens itself. Any thread.
 */
final class Spawn {
    /** A command's descriptors are below it, and the gateway's that become them are not. */
    private static final int BEYOND_THE_COMMANDS = 10;

    private static final int STDIN = 0;
    private static final int STDOUT = 1;
    private static final int STDERR = 2;
    private static final int SIGCHLD = 17;

    private static final Path NOTHING = Path.of("/dev/null");

    /** What POSIX calls a name; a shell drops a variable that is called otherwise. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private static final CFunction SPAWNP = CFunction.of("posix_spawnp");
    private static final CFunction SIGNAL = CFunction.of("signal");
    private static final long SIG_DFL = 0;

    private Spawn() {}

    /**
     * Starts {@code spec} with {@code descriptors} as its standard output, its standard error and
     * what comes after it. Standard input is inherited, but not by a command of another user: from
     * a terminal that one could read what root types.
     *
     * @param descriptors from {@link #openForCommand}
     * @return its pid, which is also that of its process group if it has a session of its own
     * @throws CommandException if there is no such command, or it cannot be executed
     * @throws SourceException if the system has no room for another process
     */
    static int start(ProcessSpec spec, List<Descriptor> descriptors) {
        return start(
                spec,
                actions -> {
                    if (spec.user().isPresent()) {
                        actions.open(NOTHING, STDIN, Libc.O_RDONLY);
                    }
                    for (int i = 0; i < descriptors.size(); i++) {
                        actions.give(descriptors.get(i).fd(), STDOUT + i);
                    }
                    return STDOUT + descriptors.size();
                });
    }

    /**
     * The same with {@code terminal} as its standard input, output and error. The first terminal
     * that the leader of a session opens is that session's (tty_ioctl(4)).
     */
    static int startOn(Path terminal, ProcessSpec spec) {
        return start(
                spec,
                actions -> {
                    actions.open(terminal, STDIN, Libc.O_RDWR);
                    actions.give(STDIN, STDOUT);
                    actions.give(STDIN, STDERR);
                    return STDERR + 1;
                });
    }

    /**
     * @param give gives the command its descriptors, and answers with the first that it has not
     */
    private static int start(ProcessSpec spec, ToIntFunction<FileActions> give) {
        keepExitStatuses();
        Optional<User> user = spec.runsAs();
        Environment environment = environment(spec, user);
        if (user.isEmpty()) {
            return spawn(spec, give, spec.command(), environment);
        }
        // What starts it does not say as exactly why it cannot.
        CommandLookup.require(spec);
        return spawn(
                spec,
                give,
                Privileges.drop(user.get(), spec.command(), environment),
                Privileges.handedOn(environment));
    }

    private static int spawn(
            ProcessSpec spec,
            ToIntFunction<FileActions> give,
            List<String> command,
            Environment environment) {
        try (Arena memory = Arena.ofConfined();
                FileActions actions = new FileActions()) {
            int end = give.applyAsInt(actions);
            spec.workingFolder().ifPresent(actions::changeFolder);
            actions.closeFrom(end);
            MemorySegment pid = memory.allocate(JAVA_INT);
            MemorySegment file = CString.of(memory, command.getFirst());
            MemorySegment struct = actions.struct();
            MemorySegment attributes = SpawnAttributes.in(memory, spec.session());
            MemorySegment arguments = strings(memory, command);
            MemorySegment variables = strings(memory, environment.entries());
            IntSupplier call =
                    () ->
                            SPAWNP.call(
                                    pid.address(),
                                    file.address(),
                                    struct.address(),
                                    attributes.address(),
                                    arguments.address(),
                                    variables.address());
            return Orphans.startOwn(() -> {
                int error = FileLimit.whileAsStarted(call);
                if (error != 0) {
                    throw refused(command.getFirst(), error);
                }
                return pid.get(JAVA_INT, 0);
            });
        }
    }

    /**
     * A FIFO for a command, open for reading and writing.
     *
     * @throws SourceException if it cannot be opened
     */
    static Descriptor openForCommand(Path fifo) {
        return openForCommand(fifo, Libc.O_RDWR);
    }

    /**
     * A file for a command.
     *
     * @throws SourceException if it cannot be opened
     */
    static Descriptor openForCommand(Path path, int flags) {
        int fd = Libc.open(path, flags | Libc.O_CLOEXEC);
        int beyond = fd < 0 ? fd : Libc.fcntl(fd, Libc.F_DUPFD_CLOEXEC, BEYOND_THE_COMMANDS);
        if (fd >= 0) {
            Libc.close(fd);
        }
        if (beyond < 0) {
            throw new SourceException(
                    OsText.shown(path) + " cannot be opened: " + Errno.text(-beyond));
        }
        return new Descriptor(beyond);
    }

    /** The command, with what of its environment would not come through a shell. */
    static List<String> withEnvironmentThatShellsDrop(ProcessSpec spec) {
        List<String> dropped =
                environment(spec, spec.runsAs()).variables().entrySet().stream()
                        .filter(variable -> !NAME.matcher(variable.getKey()).matches())
                        .map(variable -> variable.getKey() + "=" + variable.getValue())
                        .toList();
        return dropped.isEmpty()
                ? spec.command()
                : Stream.of(List.of("env"), dropped, spec.command()).flatMap(List::stream).toList();
    }

    private static SourceException refused(String command, int error) {
        return switch (error) {
            case Errno.ENOENT -> missing(command);
            case Errno.EAGAIN, Errno.ENOMEM ->
                    new SourceException(
                            "command '%s' cannot be started: %s"
                                    .formatted(OsText.shown(command), Errno.text(error)));
            default -> CommandException.notExecutable(command, Errno.text(error));
        };
    }

    private static SourceException missing(String command) {
        return command.equals(Privileges.SETPRIV)
                ? new SourceException(
                        "a command is started as another user by setpriv, of util-linux, which was"
                                + " not found")
                : CommandException.notFound(command);
    }

    /**
     * What started the gateway may have let it ignore SIGCHLD, and then the kernel would throw exit
     * statuses away (wait(2), notes). The JVM does the same for its own child processes.
     */
    private static void keepExitStatuses() {
        SIGNAL.call(SIGCHLD, SIG_DFL);
    }

    private static Environment environment(ProcessSpec spec, Optional<User> user) {
        return spec.passed()
                .of(Environment.own(), spec.user().isPresent())
                .with(user.map(User::environment).orElse(Map.of()))
                .with(spec.environment());
    }

    /** As main() gets them: pointers, the last of them null. */
    private static MemorySegment strings(SegmentAllocator memory, List<String> texts) {
        MemorySegment array = memory.allocate(ADDRESS, texts.size() + 1L);
        for (int i = 0; i < texts.size(); i++) {
            array.setAtIndex(ADDRESS, i, CString.of(memory, texts.get(i)));
        }
        return array;
    }
}
