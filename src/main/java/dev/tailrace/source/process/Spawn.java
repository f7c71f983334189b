package dev.tailrace.source.process;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.tailrace.source.Errno;
import dev.tailrace.source.Native;
import dev.tailrace.source.SourceException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Starts a command by posix_spawn(3), which gives it what {@link ProcessBuilder} cannot: a session
 * of its own, and outputs that it opens itself. Any thread.
 */
final class Spawn {
    /** Enough for each structure: glibc and musl need 336, 128 and 80 bytes on 64-bit machines. */
    static final long STRUCT_BYTES = 512;

    static final long STRUCT_ALIGNMENT = 16;

    private static final int STDOUT = 1;
    private static final int STDERR = 2;
    private static final int SIGCHLD = 17;

    private static final MethodHandle SPAWNP =
            Native.link(
                    "posix_spawnp",
                    FunctionDescriptor.of(
                            JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS));
    private static final MethodHandle SIGNAL =
            Native.linkErrno("signal", FunctionDescriptor.of(ADDRESS, JAVA_INT, ADDRESS));

    private Spawn() {}

    /**
     * Starts {@code spec} with its outputs opened for reading and writing, and standard input
     * inherited.
     *
     * @return its pid, which is also that of its process group
     * @throws CommandException if there is no such command, or it cannot be executed
     * @throws SourceException if the system has no room for another process
     */
    static int start(ProcessSpec spec, Path stdout, Path stderr) {
        keepExitStatuses();
        try (Arena memory = Arena.ofConfined();
                FileActions actions = new FileActions()) {
            actions.open(STDOUT, stdout);
            actions.open(STDERR, stderr);
            spec.workingFolder().ifPresent(actions::changeFolder);
            actions.closeOthers();
            MemorySegment pid = memory.allocate(JAVA_INT);
            MemorySegment file = Native.string(memory, spec.command().getFirst());
            MemorySegment struct = actions.struct();
            MemorySegment attributes = SpawnAttributes.in(memory);
            MemorySegment arguments = strings(memory, spec.command());
            MemorySegment environment = strings(memory, environment(spec));
            int error =
                    Native.code(() ->
                            (int)
                                    SPAWNP.invokeExact(
                                            pid, file, struct, attributes, arguments, environment));
            if (error != 0) {
                throw refused(spec.command().getFirst(), error);
            }
            return pid.get(JAVA_INT, 0);
        }
    }

    /** For functions that return 0, or the error, which can only be a lack of memory. */
    static void require(Native.PlainCall call) {
        int error = Native.code(call);
        if (error != 0) {
            throw new SourceException("a command cannot be prepared: " + Errno.text(error));
        }
    }

    private static SourceException refused(String command, int error) {
        return switch (error) {
            case Errno.ENOENT -> CommandException.notFound(command);
            case Errno.EAGAIN, Errno.ENOMEM ->
                    new SourceException(
                            "command '" + command + "' cannot be started: " + Errno.text(error));
            default -> CommandException.notExecutable(command, Errno.text(error));
        };
    }

    /**
     * Whoever started the gateway may have let it ignore SIGCHLD, and then the kernel would throw
     * exit statuses away (wait(2), notes). The JVM does the same for its own child processes.
     */
    private static void keepExitStatuses() {
        Native.call(state ->
                ((MemorySegment) SIGNAL.invokeExact(state, SIGCHLD, MemorySegment.NULL)) // SIG_DFL
                        .address());
    }

    private static List<String> environment(ProcessSpec spec) {
        Map<String, String> all = new HashMap<>(System.getenv());
        all.putAll(spec.environment());
        return all.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList();
    }

    /** As main() gets them: pointers, the last of them null. */
    private static MemorySegment strings(SegmentAllocator memory, List<String> texts) {
        MemorySegment array = memory.allocate(ADDRESS, texts.size() + 1L);
        for (int i = 0; i < texts.size(); i++) {
            array.setAtIndex(ADDRESS, i, Native.string(memory, texts.get(i)));
        }
        return array;
    }
}
