package dev.tailrace.source;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Waits for all descriptors of the gateway on one daemon thread, and tells each one's loop when it
 * is ready. It reads nothing itself.
 *
 * <pre>
 *   watch --> ARMED --(ready: told once, on the loop)--> QUIET --arm--> ARMED
 *               \______________ cancel ______________________/ --> gone
 * </pre>
 *
 * <p>An event carries its watch's id, which is never used again, and not the descriptor's number,
 * which is: so an event that was under way when its descriptor was closed cannot reach the one that
 * was opened next. An idle descriptor costs neither a thread nor CPU.
 */
public final class Poller implements AutoCloseable {
    private static final Logger LOG = System.getLogger(Poller.class.getName());

    /** What one wait brings at most (3 or 4 KiB); what is ready beyond it comes with the next. */
    private static final int EVENTS_A_WAIT = 256;

    private final Epoll epoll = new Epoll(EVENTS_A_WAIT);
    private final Map<Long, Watch> watches = new ConcurrentHashMap<>();
    private final AtomicLong lastId = new AtomicLong(Epoll.WOKEN);
    private final Thread thread;
    private volatile boolean closing;

    /**
     * Starts the thread.
     *
     * @throws SourceException if epoll cannot be set up
     */
    public Poller() {
        thread = Thread.ofPlatform().name("tailrace-poller").daemon().start(this::run);
    }

    /**
     * Has {@code ready} run on the loop of {@code tasks} once {@code fd} has bytes, an end or an
     * error; from then on after each {@link Watch#arm}. The descriptor must stay open until {@link
     * Watch#cancel}. Any thread.
     *
     * @return empty for what epoll refuses because it is always ready: a regular file, /dev/null
     * @throws SourceException if the kernel has no room for another watch
     */
    public Optional<Watch> watch(int fd, SourceTasks tasks, Runnable ready) {
        return watch(fd, Epoll.READABLE, tasks, ready);
    }

    /** As {@link #watch}, for what is written: once nobody reads it, or there is an error. */
    Optional<Watch> watchReader(int fd, SourceTasks tasks, Runnable ready) {
        return watch(fd, Epoll.NOTHING, tasks, ready);
    }

    private Optional<Watch> watch(int fd, int interest, SourceTasks tasks, Runnable ready) {
        Watch watch = new Watch(lastId.incrementAndGet(), fd, interest, tasks, ready);
        watches.put(watch.id, watch);
        int result = epoll.add(fd, interest, watch.id);
        if (result == 0) {
            return Optional.of(watch);
        }
        watches.remove(watch.id);
        if (result == -Errno.EPERM) {
            return Optional.empty();
        }
        throw new SourceException(tasks.name() + " cannot be watched: " + Errno.text(-result));
    }

    /** Stops the thread, and waits for that; nothing is ready any more. Any thread. */
    @Override
    public void close() {
        if (closing) {
            return;
        }
        closing = true;
        epoll.wakeUp();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (!closing) {
            int events = epoll.await();
            if (events < 0 && events != -Errno.EINTR) {
                LOG.log(Level.ERROR, "epoll_wait failed: {0}", Errno.text(-events));
                break;
            }
            for (int i = 0; i < events; i++) {
                dispatch(epoll.id(i));
            }
        }
        epoll.close();
    }

    private void dispatch(long id) {
        Watch watch = watches.get(id);
        if (watch == null) {
            return; // woken up to close, or cancelled since
        }
        try {
            watch.tasks.execute(watch::tell);
        } catch (RejectedExecutionException e) {
            watches.remove(id);
            LOG.log(
                    Level.WARNING,
                    watch.tasks.name() + " is read no more: its loop is shut down",
                    e);
        }
    }

    /** One watched descriptor. Only on its loop's thread. */
    public final class Watch {
        private final long id;
        private final int fd;
        private final int interest;
        private final SourceTasks tasks;
        private final Runnable ready;
        private boolean cancelled;

        private Watch(long id, int fd, int interest, SourceTasks tasks, Runnable ready) {
            this.id = id;
            this.fd = fd;
            this.interest = interest;
            this.tasks = tasks;
            this.ready = ready;
        }

        /**
         * Asks to be told once more: at once if there is something already.
         *
         * @throws SourceException if the descriptor has been closed under it
         */
        public void arm() {
            arm(interest);
        }

        /** Asks to be told, once, as soon as there is room to write. */
        void armForRoom() {
            arm(Epoll.WRITABLE);
        }

        private void arm(int events) {
            int result = cancelled || closing ? 0 : epoll.arm(fd, events, id);
            if (result < 0 && !closing) {
                throw new SourceException(
                        tasks.name() + " cannot be watched: " + Errno.text(-result));
            }
        }

        /** Is told no more, not even of what is under way. Before the descriptor is closed. */
        public void cancel() {
            if (!cancelled) {
                cancelled = true;
                watches.remove(id);
                // Fails only for an inherited descriptor that someone else has closed.
                epoll.remove(fd);
            }
        }

        private void tell() {
            if (!cancelled) {
                ready.run();
            }
        }
    }
}
