package dev.tailrace.source;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.function.IntSupplier;

/**
 * How many files this process may have open (getrlimit(2), RLIMIT_NOFILE). The JVM raises its soft
 * limit to the hard one when it starts. Any thread.
 */
public final class FileLimit {
    /**
     * New connections leave so many: for readers of history, of which 32 read at once a segment and
     * its index, for segments that follow others, and for the files of classes.
     */
    public static final int LEFT_BY_CONNECTIONS = 96;

    /** New streams leave so many, as without connections nobody would get at them. */
    public static final int LEFT_BY_STREAMS = LEFT_BY_CONNECTIONS + 16;

    /** Where the launcher says what the soft limit was before the JVM raised it. */
    private static final String LAUNCHERS_LIMIT = "launcher.open-files";

    private static final int RLIMIT_NOFILE = 7;
    private static final long STRUCT_BYTES = 16; // struct rlimit: the soft limit, the hard one
    private static final int THIS_PROCESS = 0;

    /** Other threads open files while a command is started, which takes a millisecond. */
    private static final int OPENED_MEANWHILE = 64;

    private static final CFunction PRLIMIT = CFunction.of("prlimit");

    private FileLimit() {}

    /** The limit: a descriptor is less than it. */
    public static long get() {
        try (Arena memory = Arena.ofConfined()) {
            MemorySegment limits = memory.allocate(STRUCT_BYTES, Long.BYTES);
            require(prlimit(MemorySegment.NULL, limits));
            long soft = limits.getAtIndex(JAVA_LONG, 0);
            return soft < 0 ? Long.MAX_VALUE : soft; // RLIM_INFINITY is the largest unsigned
        }
    }

    /** How many more can be opened, at least; 0 if there are none. */
    public static long free() {
        int lowest = Libc.open(Path.of("/dev/null"), Libc.O_RDONLY | Libc.O_CLOEXEC);
        if (lowest < 0) {
            return 0;
        }
        Libc.close(lowest);
        return get() - lowest;
    }

    /**
     * Runs {@code spawn}, which starts a command, so that the command has the limit that the
     * gateway was started with: there are programs that close, or allot memory for, as many
     * descriptors as there may be. For that moment the gateway has it as well, so it cannot be
     * where the gateway has hardly fewer files open: there the command has the raised one.
     */
    public static synchronized int whileAsStarted(IntSupplier spawn) {
        Long started = Long.getLong(LAUNCHERS_LIMIT);
        long now = get();
        if (started == null || now - free() + OPENED_MEANWHILE > started) {
            return spawn.getAsInt();
        }
        set(started);
        try {
            return spawn.getAsInt();
        } finally {
            set(now);
        }
    }

    private static void set(long soft) {
        try (Arena memory = Arena.ofConfined()) {
            MemorySegment limits = memory.allocate(STRUCT_BYTES, Long.BYTES);
            require(prlimit(MemorySegment.NULL, limits));
            limits.setAtIndex(JAVA_LONG, 0, soft);
            require(prlimit(limits, MemorySegment.NULL));
        }
    }

    private static void require(int error) {
        if (error < 0) {
            throw new SourceException(
                    "the limit on open files is not known: " + Errno.text(-error));
        }
    }

    private static int prlimit(MemorySegment wanted, MemorySegment found) {
        return PRLIMIT.call(THIS_PROCESS, RLIMIT_NOFILE, wanted.address(), found.address());
    }
}
