package dev.tailrace.source;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * One epoll instance (epoll(7)). Answers are those of {@link Libc}. Descriptors are added, armed
 * and removed on any thread; one thread waits, and closes it.
 */
final class Epoll {
    private static final int EPOLL_CLOEXEC = 0x80000;
    private static final int EPOLL_CTL_ADD = 1;
    private static final int EPOLL_CTL_DEL = 2;
    private static final int EPOLL_CTL_MOD = 3;
    private static final int EFD_CLOEXEC = 0x80000;

    /** There are bytes to read. */
    static final int READABLE = 1; // EPOLLIN

    /** There is room to write. */
    static final int WRITABLE = 4; // EPOLLOUT

    /** An end or an error alone, which are told in any case. */
    static final int NOTHING = 0;

    private static final int EPOLLONESHOT = 1 << 30;

    /** An event a write, without a read that takes it back. */
    private static final int EPOLLET = 1 << 31;

    /** The time of {@link #await} that has no end. */
    static final int FOREVER = -1;

    private static final MemorySegment ONE = Arena.global().allocateFrom(JAVA_LONG, 1);

    /**
     * {@code struct epoll_event} is packed on x86_64 only (EPOLL_PACKED in linux/eventpoll.h), so
     * that its 64 bits of data are at 4 there and at 8 elsewhere.
     */
    private static final boolean PACKED =
            switch (System.getProperty("os.arch", "")) {
                case "amd64", "x86_64" -> true;
                default -> false;
            };

    private static final long EVENT_BYTES = PACKED ? 12 : 16;
    private static final long DATA = PACKED ? 4 : 8;

    private static final CFunction CREATE = CFunction.of("epoll_create1");
    private static final CFunction CONTROL = CFunction.of("epoll_ctl");
    private static final CFunction WAIT = CFunction.of("epoll_wait");

    private static final CFunction EVENTFD = CFunction.of("eventfd");

    /** The id of the event that {@link #wakeUp} causes. */
    static final long WOKEN = 0;

    private final int fd;
    private final int wakeFd;
    private final MemorySegment events;
    private final int maxEvents;
    private boolean closed;

    /**
     * @throws SourceException if the kernel has no room for another instance
     */
    Epoll(int maxEvents) {
        this.fd = CREATE.call(EPOLL_CLOEXEC);
        this.wakeFd = EVENTFD.call(0, EFD_CLOEXEC);
        this.maxEvents = maxEvents;
        this.events = Arena.ofAuto().allocate(EVENT_BYTES * maxEvents, JAVA_LONG.byteSize());
        int error =
                firstError(fd, wakeFd, control(EPOLL_CTL_ADD, wakeFd, READABLE | EPOLLET, WOKEN));
        if (error < 0) {
            close();
            throw new SourceException("epoll cannot be set up: " + Errno.text(-error));
        }
    }

    /**
     * Watches {@code watched} for one event of {@code interest}, which then carries {@code id}, not
     * 0.
     */
    int add(int watched, int interest, long id) {
        return control(EPOLL_CTL_ADD, watched, interest | EPOLLONESHOT, id);
    }

    /** Watches {@code watched} for one more event. */
    int arm(int watched, int interest, long id) {
        return control(EPOLL_CTL_MOD, watched, interest | EPOLLONESHOT, id);
    }

    /** Forgets {@code watched}; to be done before it is closed. */
    int remove(int watched) {
        return control(EPOLL_CTL_DEL, watched, 0, 0);
    }

    /** Blocks until something is ready or so many ms are over; how many {@link #id}s there are. */
    int await(int millis) {
        return WAIT.call(fd, events.address(), maxEvents, millis);
    }

    /** The id that the event {@code index} of the last {@link #await} carries. */
    long id(int index) {
        return events.get(JAVA_LONG_UNALIGNED, index * EVENT_BYTES + DATA);
    }

    /** Lets {@link #await} return at once, now or the next time. Any thread. */
    int wakeUp() {
        return Libc.write(wakeFd, ONE); // as eventfd(2) has it
    }

    /** Any thread may still add, arm and remove afterwards: that fails with EBADF. */
    synchronized void close() {
        closed = true;
        Libc.close(wakeFd);
        Libc.close(fd);
    }

    private static int firstError(int... results) {
        for (int result : results) {
            if (result < 0) {
                return result;
            }
        }
        return 0;
    }

    /** Alone, so that it cannot reach whatever gets this instance's number after its close. */
    private synchronized int control(int operation, int watched, int interest, long id) {
        if (closed) {
            return -Errno.EBADF;
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment event = arena.allocate(EVENT_BYTES, JAVA_LONG.byteSize());
            event.set(JAVA_INT_UNALIGNED, 0, interest);
            event.set(JAVA_LONG_UNALIGNED, DATA, id);
            return CONTROL.call(fd, operation, watched, event.address());
        }
    }
}
