package dev.tailrace.hub;

import dev.tailrace.source.IngestLoop;
import dev.tailrace.source.PipeWriter;
import dev.tailrace.source.SocketRoom;
import dev.tailrace.source.SourceException;
import dev.tailrace.source.SourceTasks;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;

/**
 * The one thread on which all FIFOs are fed, and sockets that are full are watched: its writes
 * never block, and it is neither HTTP's nor that of a producer. Any thread.
 */
public final class SinkThread {
    private final IngestLoop loop;

    SinkThread(IngestLoop loop) {
        this.loop = loop;
    }

    /** The thread, for cursors. */
    public ScheduledExecutorService executor() {
        return loop.executor();
    }

    /**
     * A writer of the FIFO at {@code path}.
     *
     * @param ready told that there is room again, or that nobody reads any more
     * @param failed told by a sentence that it has failed
     * @throws HubException if there is no FIFO
     */
    public PipeWriter writer(Path path, Runnable ready, Consumer<String> failed) {
        try {
            SourceTasks tasks = new SourceTasks(loop, "FIFO " + path, failed);
            return new PipeWriter(path, tasks, ready);
        } catch (SourceException e) {
            throw new HubException(Objects.requireNonNullElse(e.getMessage(), "no FIFO: " + path));
        }
    }

    /**
     * The room of a socket.
     *
     * @param fd its descriptor
     * @param ready told on this thread that there is room again, or an end
     */
    public SocketRoom room(int fd, Runnable ready) {
        return new SocketRoom(fd, new SourceTasks(loop, "socket " + fd, _ -> {}), ready);
    }
}
