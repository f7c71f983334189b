package dev.tailrace.source;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
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

    private static final CFunction OPEN = CFunction.of("open");
    private static final CFunction FCNTL = CFunction.of("fcntl");
    private static final CFunction CLOSE = CFunction.of("close");
    private static final CFunction MKFIFO = CFunction.of("mkfifo");
    private static final CFunction KILL = CFunction.of("kill");
    private static final CFunction GETPGRP = CFunction.of("getpgrp");
    private static final CFunction SCHED_SETSCHEDULER = CFunction.of("sched_setscheduler");
    private static final CFunction POLL = CFunction.again("poll");
    private static final CFunction READ = CFunction.again("read");
    private static final CFunction WRITE = CFunction.again("write");
    private static final CFunction IOCTL = CFunction.again("ioctl");
    private static final CFunction PREAD = CFunction.of("pread");
    private static final CFunction SPLICE = CFunction.again("splice");
    private static final CFunction SEEK = CFunction.of("lseek");

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
            return OPEN.call(CString.of(arena, path).address(), flags, mode);
        }
    }

    public static int close(int fd) {
        return CLOSE.call(fd);
    }

    public static int fcntl(int fd, int command, int argument) {
        return FCNTL.call(fd, command, argument);
    }

    public static int mkfifo(Path path, int mode) {
        try (Arena arena = Arena.ofConfined()) {
            return MKFIFO.call(CString.of(arena, path).address(), mode);
        }
    }

    /** Sends {@code signal} to the process {@code pid}, or to the group {@code -pid}. */
    public static int kill(int pid, int signal) {
        return KILL.call(pid, signal);
    }

    /** Has the calling thread run when nothing else wants to: sched(7), a thread's own matter. */
    public static int giveWay() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment priority = arena.allocateFrom(JAVA_INT, 0);
            return SCHED_SETSCHEDULER.call(CALLING_THREAD, SCHED_IDLE, priority.address());
        }
    }

    /**
     * Fills {@code buffer} from a descriptor that cannot block: the virtual machine's safepoints
     * wait for this call. 0 is the end.
     */
    public static int readNonBlocking(int fd, byte[] buffer) {
        return READ.callOnHeap(fd, MemorySegment.ofArray(buffer), buffer.length, 0);
    }

    /** Fills {@code buffer}, which is native memory, and may block. 0 is the end. */
    public static int read(int fd, MemorySegment buffer) {
        try {
            return READ.call(fd, buffer.address(), buffer.byteSize());
        } finally {
            Reference.reachabilityFence(buffer);
        }
    }

    /** Writes as much of {@code bytes} as is taken, and may block. */
    public static int write(int fd, MemorySegment bytes) {
        try {
            return WRITE.call(fd, bytes.address(), bytes.byteSize());
        } finally {
            Reference.reachabilityFence(bytes);
        }
    }

    /** Writes to a descriptor that cannot block, as {@link #readNonBlocking} reads. */
    public static int writeNonBlocking(int fd, byte[] bytes, int offset, int length) {
        MemorySegment part = MemorySegment.ofArray(bytes).asSlice(offset, length);
        return WRITE.callOnHeap(fd, part, length, 0);
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
        try {
            return IOCTL.call(fd, request, argument.address());
        } finally {
            Reference.reachabilityFence(argument);
        }
    }

    public static int processGroup() {
        return GETPGRP.call();
    }

    /**
     * Moves at most {@code length} bytes from {@code pipe} to where {@code file} is written next,
     * without waiting for any (splice(2)): they leave the pipe once they are in the file. 0 is the
     * pipe's end, EINVAL a file system that cannot.
     */
    public static int splice(int pipe, int file, int length) {
        return SPLICE.call(pipe, 0, file, 0, length, SPLICE_F_NONBLOCK);
    }

    /** Reads {@code length} bytes at {@code position} of a file whose pages are in memory. */
    public static int pread(int fd, byte[] buffer, int length, long position) {
        return PREAD.callOnHeap(fd, MemorySegment.ofArray(buffer), length, position);
    }

    /** Fills {@code buffer}, which is native memory, from {@code position} of a file. */
    public static int pread(int fd, MemorySegment buffer, long position) {
        try {
            return PREAD.call(fd, buffer.address(), buffer.byteSize(), position);
        } finally {
            Reference.reachabilityFence(buffer);
        }
    }

    /** The size of the file {@code fd}, or the error; where it is read next is then its end. */
    public static long size(int fd) {
        return SEEK.callForLong(fd, 0, SEEK_END);
    }

    /** Has {@code fd} written on at its end: 0, or the error. */
    public static int seekToEnd(int fd) {
        return (int) Math.min(0, size(fd));
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
            int ready = POLL.call(pollfd.address(), 1, timeout);
            return ready > 0 ? pollfd.get(JAVA_SHORT, 6) : 0;
        }
    }
}
