package dev.tailrace.source.process;

import dev.tailrace.model.OsText;
import dev.tailrace.source.CFunction;
import dev.tailrace.source.CString;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/**
 * What a command does to its descriptors and folder before it runs, in this order
 * (posix_spawn_file_actions_adddup2(3)).
 */
final class FileActions implements AutoCloseable {

    private static final CFunction INIT = CFunction.of("posix_spawn_file_actions_init");
    private static final CFunction DESTROY = CFunction.of("posix_spawn_file_actions_destroy");
    private static final CFunction ADD_DUP = CFunction.of("posix_spawn_file_actions_adddup2");
    private static final CFunction ADD_OPEN = CFunction.of("posix_spawn_file_actions_addopen");
    private static final CFunction ADD_CHDIR = CFunction.of("posix_spawn_file_actions_addchdir_np");

    /** Of glibc since 2.34; musl has none. */
    private static final String CLOSE_FROM = "posix_spawn_file_actions_addclosefrom_np";

    private static final int SYS_CLOSE_RANGE = 436; // the same on every architecture
    private static final int CLOSE_RANGE_CLOEXEC = 4;
    private static final int FIRST_AFTER_STDERR = 3;

    private final Arena memory = Arena.ofConfined();
    private final MemorySegment actions = SpawnStruct.in(memory);

    FileActions() {
        SpawnStruct.require(INIT.call(actions.address()));
    }

    /** The structure, until {@link #close}. */
    MemorySegment struct() {
        return actions;
    }

    /** The command has {@code fd} as {@code as}, which must be no number of another's. */
    void give(int fd, int as) {
        SpawnStruct.require(ADD_DUP.call(actions.address(), fd, as));
    }

    /** The command opens {@code path} as {@code as}. */
    void open(Path path, int as, int flags) {
        MemorySegment name = CString.of(memory, path);
        SpawnStruct.require(ADD_OPEN.call(actions.address(), as, name.address(), flags));
    }

    void changeFolder(Path folder) {
        MemorySegment name = CString.of(memory, OsText.absolute(folder));
        SpawnStruct.require(ADD_CHDIR.call(actions.address(), name.address()));
    }

    /**
     * Closes all descriptors from {@code first} on: neither a socket nor a log goes to a command.
     */
    void closeFrom(int first) {
        if (CFunction.has(CLOSE_FROM)) {
            SpawnStruct.require(CFunction.of(CLOSE_FROM).call(actions.address(), first));
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
        int last = -1; // UINT_MAX
        return CFunction.of("syscall")
                .call(SYS_CLOSE_RANGE, FIRST_AFTER_STDERR, last, CLOSE_RANGE_CLOEXEC);
    }

    @Override
    public void close() {
        SpawnStruct.require(DESTROY.call(actions.address()));
        memory.close();
    }
}
