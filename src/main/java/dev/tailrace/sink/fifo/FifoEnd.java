package dev.tailrace.sink.fifo;

import dev.tailrace.hub.SinkThread;
import dev.tailrace.source.PipeWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * A feed's end of its FIFO: whether it is read, and has room. On the sinks' thread.
 *
 * <pre>
 *           somebody reads          no room
 *   ALONE -----------------> READ ----------> FULL
 *     ^                       | ^     room     |
 *     |   its reader leaves   | `--------------|
 *     `-----------------------+----------------'
 * </pre>
 */
final class FifoEnd {
    /**
     * A reader that comes is noticed within a fiftieth of a second at first and a quarter later,
     * which costs four system calls a second.
     */
    private static final Duration FIRST_LOOK = Duration.ofMillis(20);

    private static final Duration LAST_LOOK = Duration.ofMillis(250);

    /** What a feed is told. */
    interface Listener {
        /** A reader has come, or there is room again. */
        void ready();

        /** The reader has left. */
        void left();

        /** No reader can come to this FIFO any more: there is another in its place. */
        void replaced();

        /** It cannot be written, for a reason that has been logged. */
        void failed();
    }

    private enum State {
        ALONE,
        READ,
        FULL
    }

    private final PipeWriter pipe;
    private final FeedMeters meters;
    private final Listener feed;
    private State state = State.ALONE;
    private Duration nextLook = FIRST_LOOK;
    private @Nullable Future<?> looking;

    /**
     * @throws dev.tailrace.hub.stream.HubException if there is no FIFO at {@code path}
     */
    FifoEnd(SinkThread thread, Path path, FeedMeters meters, Listener feed) {
        this.pipe = thread.writer(path, this::changed, _ -> feed.failed());
        this.meters = meters;
        this.feed = feed;
    }

    /** Looks for a reader until one has come. */
    void look() {
        if (state != State.ALONE) {
            return;
        }
        if (pipe.isReplaced() && !pipe.isRead()) {
            feed.replaced();
        } else if (connect()) {
            feed.ready();
        } else {
            looking = pipe.after(nextLook, this::look);
            Duration twice = nextLook.multipliedBy(2);
            nextLook = twice.compareTo(LAST_LOOK) < 0 ? twice : LAST_LOOK;
        }
    }

    /** Looks once; whether somebody reads. */
    boolean connect() {
        if (state == State.ALONE && pipe.open() && pipe.isRead()) {
            state = State.READ;
            nextLook = FIRST_LOOK;
            meters.connected();
            pipe.awaitLeaving();
        }
        return state != State.ALONE;
    }

    /** There is room, or nobody reads. */
    private void changed() {
        if (state == State.ALONE) {
            return;
        }
        if (pipe.isRead()) {
            state = State.READ;
            pipe.awaitLeaving();
            feed.ready();
        } else {
            disconnect();
            feed.left();
        }
    }

    private void disconnect() {
        if (state != State.ALONE) {
            state = State.ALONE;
            meters.disconnected();
        }
    }

    /**
     * Writes what there is room for, in one write.
     *
     * @return how many bytes; none if there is no room, or nobody reads, and it will be told more
     */
    int write(OriginBytes stretch) {
        if (state != State.READ) {
            return 0;
        }
        byte[] buffer = pipe.buffer();
        int count = pipe.write(buffer, 0, stretch.fill(buffer));
        if (count == 0) {
            state = State.FULL;
            pipe.awaitRoom();
        } else if (count == PipeWriter.NOBODY) {
            disconnect();
            // When it has put back what it was handed.
            pipe.execute(feed::left);
        }
        meters.wrote(Math.max(0, count));
        return Math.max(0, count);
    }

    /** How many bytes lie in it that nobody has read. */
    int unread() {
        return pipe.unread();
    }

    /** How many bytes lie in it for a reader that is not there; the others are its reader's. */
    int unclaimed() {
        return pipe.isRead() ? 0 : pipe.unread();
    }

    /** How many bytes can lie in it. */
    int capacity() {
        return pipe.capacity();
    }

    /** Runs {@code task} on the sinks' thread when the others had their turn. Any thread. */
    void execute(Runnable task) {
        pipe.execute(task);
    }

    /** Runs {@code task} on the sinks' thread after {@code delay}. */
    void after(Duration delay, Runnable task) {
        var _ = pipe.after(delay, task);
    }

    /** Closes it, so that its reader has what lies in it and then the end, and looks no more. */
    void close() {
        Future<?> pending = looking;
        if (pending != null) {
            pending.cancel(false);
        }
        pipe.close();
        disconnect();
        nextLook = FIRST_LOOK;
    }
}
