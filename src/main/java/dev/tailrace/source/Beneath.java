package dev.tailrace.source;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.tailrace.model.OsText;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/**
 * Opens what is beneath an open folder, and follows no link: openat2(2) and its neighbours. What is
 * opened can be looked at, and not be read (O_PATH, open(2)), so that opening a FIFO or a device
 * does nothing. Each call answers as {@link Libc} does. Any thread.
 */
public final class Beneath {
    private static final int O_PATH = 0x20_0000;

    /** O_NOFOLLOW is not the same everywhere. */
    private static final int O_NOFOLLOW =
            System.getProperty("os.arch", "").equals("amd64") ? 0x2_0000 : 0x8000;

    private static final int FLAGS = O_PATH | O_NOFOLLOW | Libc.O_CLOEXEC;

    private static final long RESOLVE_NO_MAGICLINKS = 2;
    private static final long RESOLVE_NO_SYMLINKS = 4;
    private static final long RESOLVE_BENEATH = 8;

    /** The same number everywhere, as of all calls since Linux 5.1. */
    private static final long OPENAT2 = 437;

    /** {@code struct open_how}: flags, mode, resolve. */
    private static final long HOW_BYTES = 3 * Long.BYTES;

    /** PATH_MAX: no link is longer. */
    private static final int MAX_LINK_BYTES = 4096;

    private static final CFunction SYSCALL = CFunction.again("syscall");
    private static final CFunction OPENAT = CFunction.of("openat");
    private static final CFunction READLINKAT = CFunction.of("readlinkat");
    private static final CFunction GETEUID = CFunction.of("geteuid");

    private Beneath() {}

    /** The root of the file system. */
    public static int root() {
        return Libc.open(Path.of("/"), O_PATH | Libc.O_CLOEXEC);
    }

    /**
     * What {@code path}, relative, leads to from {@code folder}: ELOOP if a folder on the way is a
     * link. If the last name is one, the link itself is opened.
     *
     * <p>ENOSYS or EPERM where openat2 may not be called: before Linux 5.6, in gVisor, and under
     * RestrictSUIDSGID= of systemd, which blocks it. Then {@link #name} is the way.
     */
    public static int path(int folder, Path path) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = CString.of(arena, path);
            MemorySegment how = arena.allocate(HOW_BYTES, Long.BYTES);
            how.setAtIndex(JAVA_LONG, 0, FLAGS);
            how.setAtIndex(
                    JAVA_LONG, 2, RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS);
            return SYSCALL.call(OPENAT2, folder, name.address(), how.address(), HOW_BYTES);
        }
    }

    /** What has this one name in {@code folder}; a link itself. */
    public static int name(int folder, Path name) {
        try (Arena arena = Arena.ofConfined()) {
            return OPENAT.call(folder, CString.of(arena, name).address(), FLAGS);
        }
    }

    /** Where the open {@code link} leads, as it says; "" if that cannot be told. */
    public static String target(int link) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment itself = CString.of(arena, "");
            MemorySegment text = arena.allocate(MAX_LINK_BYTES);
            int length = READLINKAT.call(link, itself.address(), text.address(), text.byteSize());
            return OsText.of(text.asSlice(0, Math.max(0, length)).toArray(JAVA_BYTE));
        }
    }

    /** The user as whom this process opens files. */
    public static int user() {
        return GETEUID.call();
    }
}
