package dev.tailrace.source;

import org.jspecify.annotations.Nullable;

/**
 * Whether a socket has room, asked before a write: so that nothing is written that would only be
 * held. The socket is another's, which opens, writes and closes it; confined to the thread on which
 * that is done.
 *
 * <pre>
 *   isThere --no--> await --room, an end or an error--> ready, once, on the loop of its tasks
 * </pre>
 */
public final class SocketRoom {
    private final int fd;
    private final SourceTasks tasks;
    private final Runnable ready;
    private @Nullable Watch watch;

    /**
     * @param ready told on the loop of {@code tasks} that there is room again, or an end
     */
    public SocketRoom(int fd, SourceTasks tasks, Runnable ready) {
        this.fd = fd;
        this.tasks = tasks;
        this.ready = ready;
    }

    /**
     * Whether a write would be taken: at least half of the bytes that may wait to be sent
     * (TCP_NOTSENT_LOWAT, tcp(7)) is free then. True for a socket that has ended, whose write says
     * so.
     */
    public boolean isThere() {
        return Libc.isWritable(fd);
    }

    /**
     * Has {@code ready} told once there is room.
     *
     * @throws SourceException if the kernel has no room for another watch
     */
    public void await() {
        if (watch == null) {
            watch =
                    Watch.ofRoom(fd, tasks, ready)
                            .orElseThrow(() -> new IllegalStateException("not a socket"));
        } else {
            watch.armForRoom();
        }
    }

    public void closed() {
        if (watch != null) {
            watch.forget();
        }
    }
}
