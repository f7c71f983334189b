package dev.tailrace.source.process;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.tailrace.model.OsText;
import dev.tailrace.source.Native;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/**
 * What a command does to its descriptors and folder before it runs, in this order
 * (posix_spawn_file_actions_adddup2(3)).
 */
final class FileActions implements AutoCloseable {

    private static final MethodHandle INIT =
            Native.link("posix_spawn_file_actions_init", JAVA_INT, ADDRESS);
    private static final MethodHandle DESTROY =
            Native.link("posix_spawn_file_actions_destroy", JAVA_INT, ADDRESS);
    private static final MethodHandle ADD_DUP =
            Native.link("posix_spawn_file_actions_adddup2", JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT);
    private static final MethodHandle ADD_OPEN =
            Native.link(
                    "posix_spawn_file_actions_addopen",
                    JAVA_INT,
                    ADDRESS,
                    JAVA_INT,
                    ADDRESS,
                    JAVA_INT,
                    JAVA_INT);
    private static final MethodHandle ADD_CHDIR =
            Native.link("posix_spawn_file_actions_addchdir_np", JAVA_INT, ADDRESS, ADDRESS);

    /** Of glibc since 2.34; musl has none. */
    private static final String CLOSE_FROM = "posix_spawn_file_actions_addclosefrom_np";

    private static final int SYS_CLOSE_RANGE = 436; // the same on every architecture
    private static final int CLOSE_RANGE_CLOEXEC = 4;
    private static final int FIRST_AFTER_STDERR = 3;

    private final Arena memory = Arena.ofConfined();
    private final MemorySegment actions = SpawnStruct.in(memory);

    FileActions() {
        SpawnStruct.require(() -> (int) INIT.invokeExact(actions));
    }

    /** The structure, until {@link #close}. */
    MemorySegment struct() {
        return actions;
    }

    /** The command has {@code fd} as {@code as}, which must be no number of another's. */
    void give(int fd, int as) {
        SpawnStruct.require(() -> (int) ADD_DUP.invokeExact(actions, fd, as));
    }

    /** The command opens {@code path} as {@code as}. */
    void open(Path path, int as, int flags) {
        MemorySegment name = Native.string(memory, path);
        SpawnStruct.require(() -> (int) ADD_OPEN.invokeExact(actions, as, name, flags, 0));
    }

    void changeFolder(Path folder) {
        MemorySegment name = Native.string(memory, OsText.absolute(folder));
        SpawnStruct.require(() -> (int) ADD_CHDIR.invokeExact(actions, name));
    }

    /**
     * Closes all descriptors from {@code first} on: neither a socket nor a log goes to a command.
     */
    void closeFrom(int first) {
        if (Native.has(CLOSE_FROM)) {
            MethodHandle closeFrom = Native.link(CLOSE_FROM, JAVA_INT, ADDRESS, JAVA_INT);
            SpawnStruct.require(() -> (int) closeFrom.invokeExact(actions, first));
        } else {
            closeOthersOnExec();
        }
    }

    /**
     * Marks this process' own descriptors instead (close_range(2)), which are for no command
     * anyway. A kernel before 5.11 refuses: then those that the gateway itself inherited go on to
     * the command, as the JVM marks its own.
     */
    static int closeOthersOnExec() {
        MethodHandle syscall = Native.linkSyscall(JAVA_INT, JAVA_INT, JAVA_INT);
        int last = -1; // UINT_MAX
        return Native.call(state ->
                (long)
                        syscall.invokeExact(
                                state,
                                (long) SYS_CLOSE_RANGE,
                                FIRST_AFTER_STDERR,
                                last,
                                CLOSE_RANGE_CLOEXEC));
    }

    @Override
    public void close() {
        SpawnStruct.require(() -> (int) DESTROY.invokeExact(actions));
        memory.close();
    }
}
