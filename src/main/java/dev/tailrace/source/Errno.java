package dev.tailrace.source;

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

    private static final CFunction STRERROR = CFunction.of("strerror");

    /** The longest text that glibc has is 49 bytes. */
    private static final long MAX_TEXT = 256;

    private Errno() {}

    /** {@code errno} in words, such as {@code Permission denied}. Any thread. */
    @SuppressWarnings("restricted")
    public static String text(int errno) {
        return STRERROR.callForPointer(errno, 0).reinterpret(MAX_TEXT).getString(0);
    }
}
