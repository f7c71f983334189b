package dev.tailrace.source;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** The error numbers that are told apart (errno(3)); the same on x86_64 and aarch64. */
public final class Errno {
    public static final int EPERM = 1;
    public static final int ENOENT = 2;
    public static final int EIO = 5;
    public static final int ENXIO = 6;
    public static final int EBADF = 9;
    public static final int EAGAIN = 11;
    public static final int ENOMEM = 12;
    public static final int EEXIST = 17;
    public static final int ENOTDIR = 20;
    public static final int EPIPE = 32;
    public static final int ENOSYS = 38;
    public static final int ELOOP = 40;

    private static final MethodHandle STRERROR = Native.link("strerror", ADDRESS, JAVA_INT);

    /** The longest text that glibc has is 49 bytes. */
    private static final long MAX_TEXT = 256;

    private Errno() {}

    /** {@code errno} in words, such as {@code Permission denied}. Any thread. */
    @SuppressWarnings("restricted")
    public static String text(int errno) {
        String[] text = new String[1];
        Native.code(() -> {
            MemorySegment string = (MemorySegment) STRERROR.invokeExact(errno);
            text[0] = string.reinterpret(MAX_TEXT).getString(0);
            return 0;
        });
        return text[0];
    }
}
