package dev.tailrace.source;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/**
 * The system calls that sources are made of. Each answers as the kernel does: a result of 0 or
 * more, or the {@link Errno} negated. The numbers are those of asm-generic, which x86_64 and
 * aarch64 share. Any thread, unless a method says otherwise.
 */
public final class Libc {
    public static final int O_RDONLY = 0;
    public static final int O_WRONLY = 1;
    public static final int O_RDWR = 2;
    public static final int O_ACCMODE = 3;
    public static final int O_CREAT = 0x40;
    public static final int O_EXCL = 0x80;
    public static final int O_APPEND = 0x400;
    public static final int O_NONBLOCK = 0x800;
    public static final int O_CLOEXEC = 0x80000;

    public static final int F_GETFD = 1;
    public static final int F_GETFL = 3;
    public static final int F_SETPIPE_SZ = 1031;
    public static final int F_GETPIPE_SZ = 1032;
    public static final int F_DUPFD_CLOEXEC = 1030;
    public static final int FD_CLOEXEC = 1;

    private static final short POLLIN = 1;
    private static final short POLLOUT = 4;
    private static final short POLLERR = 8;
    private static final int NO_WAIT = 0;
    private static final int FOR_EVER = -1;
    private static final long FIONREAD = 0x541B;
    private static final int SEEK_END = 2;
    private static final int SPLICE_F_NONBLOCK = 2;
    private static final int CALLING_THREAD = 0;
    private static final int SCHED_IDLE = 5;

    /** open(2) and fcntl(2) are variadic after their second argument. */
    private static final Linker.Option VARIADIC = Linker.Option.firstVariadicArg(2);

    private static final MethodHandle OPEN =
            Native.linkErrno(
                    "open", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT), VARIADIC);
    private static final MethodHandle FCNTL =
            Native.linkErrno(
                    "fcntl",
                    FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT),
                    VARIADIC);
    private static final MethodHandle CLOSE =
            Native.linkErrno("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private static final MethodHandle MKFIFO =
            Native.linkErrno("mkfifo", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle KILL =
            Native.linkErrno("kill", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle GETPGRP =
            Native.linkErrno("getpgrp", FunctionDescriptor.of(JAVA_INT));
    private static final MethodHandle SCHED_SETSCHEDULER =
            Native.linkErrno(
                    "sched_setscheduler",
                    FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS));
    private static final MethodHandle POLL =
            Native.linkErrno("poll", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
    private static final MethodHandle WRITE =
            Native.linkErrno(
                    "write", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));

    /** As for {@link #READ_CRITICAL}: it reads from the heap. */
    private static final MethodHandle WRITE_CRITICAL =
            Native.linkErrno(
                    "write",
                    FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG),
                    Linker.Option.critical(true));

    private static final MethodHandle IOCTL =
            Native.linkErrno(
                    "ioctl",
                    FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS),
                    VARIADIC);
    private static final FunctionDescriptor READ_DESCRIPTOR =
            FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG);
    private static final MethodHandle READ = Native.linkErrno("read", READ_DESCRIPTOR);

    /** A critical call keeps the garbage collector waiting, and so may write into the heap. */
    private static final MethodHandle READ_CRITICAL =
            Native.linkErrno("read", READ_DESCRIPTOR, Linker.Option.critical(true));

    private static final MethodHandle PREAD_CRITICAL =
            Native.linkErrno(
                    "pread",
                    FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_LONG),
                    Linker.Option.critical(true));
    private static final MethodHandle PREAD =
            Native.linkErrno(
                    "pread",
                    FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_LONG));
    private static final MethodHandle SPLICE =
            Native.linkErrno(
                    "splice",
                    FunctionDescriptor.of(
                            JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
    private static final MethodHandle SEEK =
            Native.linkErrno(
                    "lseek", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_INT));

    private Libc() {}

    /** A new descriptor of {@code path}; {@code flags} must not create anything. */
    public static int open(Path path, int flags) {
        return open(path, flags, 0);
    }

    /** A new file, open for reading and writing; EEXIST if there is something at {@code path}. */
    public static int create(Path path, int mode) {
        return open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, mode);
    }

    private static int open(Path path, int flags, int mode) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = Native.string(arena, path);
            return Native.call(state -> (int) OPEN.invokeExact(state, name, flags, mode));
        }
    }

    public static int close(int fd) {
        return Native.call(state -> (int) CLOSE.invokeExact(state, fd));
    }

    public static int fcntl(int fd, int command, int argument) {
        return Native.call(state -> (int) FCNTL.invokeExact(state, fd, command, argument));
    }

    public static int mkfifo(Path path, int mode) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = Native.string(arena, path);
            return Native.call(state -> (int) MKFIFO.invokeExact(state, name, mode));
        }
    }

    /** Sends {@code signal} to the process {@code pid}, or to the group {@code -pid}. */
    public static int kill(int pid, int signal) {
        return Native.call(state -> (int) KILL.invokeExact(state, pid, signal));
    }

    /** Has the calling thread run when nothing else wants to: sched(7), a thread's own matter. */
    public static int giveWay() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment priority = arena.allocateFrom(JAVA_INT, 0);
            return Native.call(state ->
                    (int)
                            SCHED_SETSCHEDULER.invokeExact(
                                    state, CALLING_THREAD, SCHED_IDLE, priority));
        }
    }

    /**
     * Fills {@code buffer} from a descriptor that cannot block: the virtual machine's safepoints
     * wait for this call. 0 is the end.
     */
    public static int readNonBlocking(int fd, byte[] buffer) {
        return Native.callAgain(state ->
                (long)
                        READ_CRITICAL.invokeExact(
                                state, fd, MemorySegment.ofArray(buffer), (long) buffer.length));
    }

    /** Fills {@code buffer}, which is native memory, and may block. 0 is the end. */
    public static int read(int fd, MemorySegment buffer) {
        return Native.callAgain(
                state -> (long) READ.invokeExact(state, fd, buffer, buffer.byteSize()));
    }

    /** Writes as much of {@code bytes} as is taken, and may block. */
    public static int write(int fd, MemorySegment bytes) {
        return Native.callAgain(
                state -> (long) WRITE.invokeExact(state, fd, bytes, bytes.byteSize()));
    }

    /** Writes to a descriptor that cannot block, as {@link #readNonBlocking} reads. */
    public static int writeNonBlocking(int fd, byte[] bytes, int offset, int length) {
        MemorySegment part = MemorySegment.ofArray(bytes).asSlice(offset, length);
        return Native.callAgain(
                state -> (long) WRITE_CRITICAL.invokeExact(state, fd, part, (long) length));
    }

    /** How many bytes lie in a pipe unread, asked at either end. */
    public static int unread(int pipe) {
        return integer(pipe, FIONREAD);
    }

    /** What ioctl(2) answers to {@code request} for a number. */
    public static int integer(int fd, long request) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment number = arena.allocate(JAVA_INT);
            int error = ioctl(fd, request, number);
            return error < 0 ? error : number.get(JAVA_INT, 0);
        }
    }

    /** ioctl(2), for what reads or fills {@code argument}. */
    public static int ioctl(int fd, long request, MemorySegment argument) {
        return Native.callAgain(state -> (int) IOCTL.invokeExact(state, fd, request, argument));
    }

    /** The process group of this process. */
    public static int processGroup() {
        return Native.call(state -> (int) GETPGRP.invokeExact(state));
    }

    /**
     * Moves at most {@code length} bytes from {@code pipe} to where {@code file} is written next,
     * without waiting for any (splice(2)): they leave the pipe once they are in the file. 0 is the
     * pipe's end, EINVAL a file system that cannot.
     */
    public static int splice(int pipe, int file, int length) {
        MemorySegment here = MemorySegment.NULL;
        return Native.callAgain(state ->
                (long)
                        SPLICE.invokeExact(
                                state, pipe, here, file, here, (long) length, SPLICE_F_NONBLOCK));
    }

    /** Reads {@code length} bytes at {@code position} of a file whose pages are in memory. */
    public static int pread(int fd, byte[] buffer, int length, long position) {
        return Native.call(state ->
                (long)
                        PREAD_CRITICAL.invokeExact(
                                state, fd, MemorySegment.ofArray(buffer), (long) length, position));
    }

    /** Fills {@code buffer}, which is native memory, from {@code position} of a file. */
    public static int pread(int fd, MemorySegment buffer, long position) {
        return Native.call(
                state -> (long) PREAD.invokeExact(state, fd, buffer, buffer.byteSize(), position));
    }

    /** The size of the file {@code fd}, or the error; where it is read next is then its end. */
    public static long size(int fd) {
        long[] size = new long[1];
        int error =
                Native.call(state -> {
                    size[0] = (long) SEEK.invokeExact(state, fd, 0L, SEEK_END);
                    return size[0] < 0 ? -1 : 0;
                });
        return error < 0 ? error : size[0];
    }

    /** Has {@code fd} written on at its end: 0, or the error. */
    public static int seekToEnd(int fd) {
        return Math.min(0, Native.call(state -> (long) SEEK.invokeExact(state, fd, 0L, SEEK_END)));
    }

    /** Whether a read of {@code fd} would not block now: there are bytes, an end or an error. */
    public static boolean isReadable(int fd) {
        return poll(fd, POLLIN, NO_WAIT) != 0;
    }

    /** Whether a write to {@code fd} would be taken now, or there is an end or an error. */
    public static boolean isWritable(int fd) {
        return poll(fd, POLLOUT, NO_WAIT) != 0;
    }

    /** Whether somebody has the pipe open for reading, of which {@code fd} is the other end. */
    public static boolean hasReader(int fd) {
        return (poll(fd, (short) 0, NO_WAIT) & POLLERR) == 0;
    }

    /** Waits until {@code fd} has bytes, an end or an error. */
    public static void awaitInput(int fd) {
        poll(fd, POLLIN, FOR_EVER);
    }

    /** Waits until {@code fd} has room to be written, or an error. */
    public static void awaitRoom(int fd) {
        poll(fd, POLLOUT, FOR_EVER);
    }

    /** Which of {@code events}, and of errors, there are within {@code timeout} milliseconds. */
    private static int poll(int fd, short events, int timeout) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment pollfd = arena.allocate(8, 4); // struct pollfd: int, short, short
            pollfd.set(JAVA_INT, 0, fd);
            pollfd.set(JAVA_SHORT, 4, events);
            int ready =
                    Native.callAgain(state -> (int) POLL.invokeExact(state, pollfd, 1L, timeout));
            return ready > 0 ? pollfd.get(JAVA_SHORT, 6) : 0;
        }
    }
}
