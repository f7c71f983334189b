package dev.tailrace.source;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.SingleThreadEventLoop;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * An event loop that waits for its own descriptors: what is ready is read on the thread that has
 * waited for it, without a hand-over.
 *
 * <pre>
 *   epoll_wait --ready: each is told--> tasks and timers that are due --> epoll_wait
 *        ^------ a task comes: woken by an eventfd, if it waits
 * </pre>
 *
 * It has no channels: for those there are the loops of HTTP.
 */
class EpollLoop extends SingleThreadEventLoop {
    /** What one wait brings at most (3 or 4 KiB); what is ready beyond it comes with the next. */
    private static final int EVENTS_A_WAIT = 256;

    /** Tasks that go on without end do not keep it from its descriptors. */
    private static final long TASKS_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final Epoll epoll = new Epoll(EVENTS_A_WAIT);
    private final Map<Long, Runnable> watches = new ConcurrentHashMap<>();
    private final AtomicLong lastId = new AtomicLong(Epoll.WOKEN);
    private final String name;

    /** Whether it may be in epoll_wait: a task that comes then has to wake it. */
    private volatile boolean waiting;

    /**
     * @param parent the group that it is one of, if any
     * @param threads starts its thread
     * @param name what that is called
     * @throws SourceException if epoll cannot be set up
     */
    EpollLoop(@Nullable EventLoopGroup parent, Executor threads, String name) {
        super(parent, threads, false);
        this.name = name;
    }

    /**
     * Watches {@code fd}: {@code ready} is told of one event of {@code interest}.
     *
     * @param id from {@link #nextId}; the event carries it
     * @return 0, or less as {@link Libc} has it
     */
    int add(long id, int fd, int interest, Runnable ready) {
        watches.put(id, ready);
        int result = epoll.add(fd, interest, id);
        if (result != 0) {
            watches.remove(id);
        } else if (!inEventLoop()) {
            execute(() -> {}); // a loop has a thread, which waits, from its first task on
        }
        return result;
    }

    /** An id that no watch has had: never 0, and never used again. */
    long nextId() {
        return lastId.incrementAndGet();
    }

    /** Tells of one more event; 0 if that is nothing any more. */
    int arm(long id, int fd, int interest) {
        return isShuttingDown() ? 0 : epoll.arm(fd, interest, id);
    }

    void remove(long id, int fd) {
        forget(id);
        // Fails only for an inherited descriptor that someone else has closed.
        epoll.remove(fd);
    }

    /** The watch is told no more; its descriptor is closed. */
    void forget(long id) {
        watches.remove(id);
    }

    @Override
    protected void run() {
        Thread.currentThread().setName(name);
        do {
            int events = await();
            for (int i = 0; i < events; i++) {
                tell(epoll.id(i));
            }
            runAllTasks(TASKS_NANOS);
        } while (!confirmShutdown());
    }

    /** Waits, unless there is something to do; returns how many descriptors are ready. */
    private int await() {
        waiting = true;
        // Asked after that is said: a task that comes later wakes the wait.
        int events = epoll.await(hasTasks() || isShuttingDown() ? 0 : millisToTimer());
        waiting = false;
        if (events < 0 && events != -CFunction.EINTR) {
            // It would fail again at once, for ever: the loop ends, and Netty says so.
            throw new SourceException("epoll_wait failed: " + Errno.text(-events));
        }
        return events;
    }

    /** Until the next timer is due, rounded up to what epoll can wait. */
    private int millisToTimer() {
        long deadline = nextScheduledTaskDeadlineNanos();
        if (deadline < 0) {
            return Epoll.FOREVER;
        }
        long nanos = deadlineToDelayNanos(deadline);
        return (int) Math.min(Integer.MAX_VALUE, TimeUnit.NANOSECONDS.toMillis(nanos + 999_999));
    }

    private void tell(long id) {
        Runnable ready = watches.get(id);
        if (ready != null) { // or it has been woken for a task, or the watch is cancelled since
            ready.run();
        }
    }

    @Override
    protected void wakeup(boolean inEventLoop) {
        if (!inEventLoop && waiting) {
            epoll.wakeUp();
        }
    }

    @Override
    protected void cleanup() {
        epoll.close();
    }
}
