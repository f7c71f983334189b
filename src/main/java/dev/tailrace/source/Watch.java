package dev.tailrace.source;

import java.util.Optional;

/**
 * One descriptor that its loop waits for. Only on its loop's thread.
 *
 * <pre>
 *   of --> ARMED --(ready: told once)--> QUIET --arm--> ARMED
 *            \____________ cancel ____________/ --> gone
 * </pre>
 *
 * <p>An event carries the watch's id, which is never used again, and not the descriptor's number,
 * which is: so an event that was under way when its descriptor was closed cannot reach the one that
 * was opened next. An idle descriptor costs neither a thread nor CPU.
 */
public final class Watch {
    private final EpollLoop loop;
    private final long id;
    private final int fd;
    private final int interest;
    private final SourceTasks tasks;
    private final Runnable ready;

    /** Changed on the loop's thread, or by the owner of a socket. */
    private volatile boolean cancelled;

    private Watch(int fd, int interest, SourceTasks tasks, Runnable ready) {
        this.loop = tasks.loop().epoll();
        this.id = loop.nextId();
        this.fd = fd;
        this.interest = interest;
        this.tasks = tasks;
        this.ready = ready;
    }

    /**
     * Has {@code ready} run on the loop of {@code tasks} once {@code fd} has bytes, an end or an
     * error; from then on after each {@link #arm}. The descriptor must stay open until {@link
     * #cancel}. Any thread.
     *
     * @return empty for what epoll refuses because it is always ready: a regular file, /dev/null
     * @throws SourceException if the kernel has no room for another watch
     */
    public static Optional<Watch> of(int fd, SourceTasks tasks, Runnable ready) {
        return added(new Watch(fd, Epoll.READABLE, tasks, ready));
    }

    /** As {@link #of}, for what is written: once nobody reads it, or there is an error. */
    static Optional<Watch> ofReader(int fd, SourceTasks tasks, Runnable ready) {
        return added(new Watch(fd, Epoll.NOTHING, tasks, ready));
    }

    /** As {@link #of}, for what another thread writes and closes: once there is room. */
    static Optional<Watch> ofRoom(int fd, SourceTasks tasks, Runnable ready) {
        return added(new Watch(fd, Epoll.WRITABLE, tasks, ready));
    }

    private static Optional<Watch> added(Watch watch) {
        int result = watch.loop.add(watch);
        if (result == 0) {
            return Optional.of(watch);
        }
        if (result == -Errno.EPERM) {
            return Optional.empty();
        }
        throw watch.failed(result);
    }

    private SourceException failed(int result) {
        return new SourceException(tasks.name() + " cannot be watched: " + Errno.text(-result));
    }

    long id() {
        return id;
    }

    int fd() {
        return fd;
    }

    int interest() {
        return interest;
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
        int result = cancelled ? 0 : loop.arm(this, events);
        if (result < 0) {
            throw failed(result);
        }
    }

    /** Is told no more, not even of what is under way. Before the descriptor is closed. */
    public void cancel() {
        if (!cancelled) {
            cancelled = true;
            loop.remove(this);
        }
    }

    /**
     * Is told no more. After the descriptor was closed, with which the kernel forgets it: its
     * number may be another's by now.
     */
    void forget() {
        cancelled = true;
        loop.forget(this);
    }

    /** The descriptor is ready. */
    void tell() {
        if (!cancelled) {
            tasks.run(ready);
        }
    }
}
