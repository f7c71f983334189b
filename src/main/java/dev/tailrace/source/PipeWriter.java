package dev.tailrace.source;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Writes into a FIFO that somebody else has made and reads, and never waits for that: a {@link
 * PipeReader} the other way round. Only on its loop's thread.
 *
 * <pre>
 *                somebody reads                  the last reader leaves
 *   closed --------------------------> read ------------------------------> held
 *     ^  ^                              ^          somebody reads             |
 *     |  `------- close                 `-------------------------------------'
 *     `------------------- close: another FIFO is in its place ---------------'
 * </pre>
 *
 * <p>A FIFO whose reader has left is held, since that keeps what lies in it for the next reader.
 * There is no event for a reader that comes, so the owner looks now and then; one that leaves is
 * told at once.
 */
public final class PipeWriter {
    /** What {@link #write} answers when nobody reads. */
    public static final int NOBODY = -1;

    private final Path path;
    private final SourceTasks tasks;
    private final Runnable ready;
    private @Nullable Descriptor pipe;
    private @Nullable Watch watch;
    private @Nullable Object identity;

    /**
     * Opens nothing yet.
     *
     * @param ready told on the loop that there is room again, or that nobody reads any more
     * @throws SourceException if there is no FIFO at {@code path}
     */
    public PipeWriter(Path path, SourceTasks tasks, Runnable ready) {
        Fifo.require(path);
        this.path = path;
        this.tasks = tasks;
        this.ready = ready;
    }

    /** Runs {@code task} on the loop, after what was submitted before. Any thread. */
    public void execute(Runnable task) {
        tasks.execute(task);
    }

    /** Runs {@code task} on the loop after {@code delay}, unless it is cancelled. Any thread. */
    public Future<?> after(Duration delay, Runnable task) {
        return tasks.after(delay, task);
    }

    /** Room to put together what is to be written: the loop's, so until the task's end. */
    public byte[] buffer() {
        return tasks.buffer();
    }

    /**
     * Opens the FIFO if somebody reads it.
     *
     * @return whether it is open
     * @throws SourceException if it cannot be opened for another reason
     */
    public boolean open() {
        if (pipe == null) {
            Optional<Descriptor> opened = Fifo.openToWrite(path);
            opened.ifPresent(this::opened);
        }
        return pipe != null;
    }

    private void opened(Descriptor descriptor) {
        pipe = descriptor;
        identity = Fifo.identity(descriptor.path());
        watch =
                Watch.ofReader(descriptor.fd(), tasks, ready)
                        .orElseThrow(() -> new IllegalStateException("not a pipe"));
    }

    /** Whether it is open and somebody reads it. */
    public boolean isRead() {
        return pipe != null && Libc.hasReader(pipe.fd());
    }

    /** How many bytes lie in it that nobody has read yet. */
    public int unread() {
        return pipe == null ? 0 : Math.max(0, Libc.unread(pipe.fd()));
    }

    /** How many bytes can lie in it. */
    public int capacity() {
        return pipe == null ? 0 : Math.max(0, Libc.fcntl(pipe.fd(), Libc.F_GETPIPE_SZ, 0));
    }

    /** Whether a reader that comes now would open another FIFO than the one that is held. */
    public boolean isReplaced() {
        return identity != null && !identity.equals(Fifo.identity(path));
    }

    /**
     * Writes as much as there is room for.
     *
     * @return how many bytes that is, 0 if it is full, or {@link #NOBODY}
     * @throws SourceException if it cannot be written for another reason
     */
    public int write(byte[] bytes, int offset, int length) {
        if (pipe == null) {
            return NOBODY;
        }
        int count = Libc.writeNonBlocking(pipe.fd(), bytes, offset, length);
        return switch (-count) {
            case Errno.EAGAIN -> 0;
            // The JVM ignores SIGPIPE, which comes with it.
            case Errno.EPIPE -> NOBODY;
            default -> {
                if (count < 0) {
                    throw new SourceException(
                            tasks.name() + " cannot be written: " + Errno.text(-count));
                }
                yield count;
            }
        };
    }

    /** Has {@code ready} told as soon as there is room, or nobody reads. */
    public void awaitRoom() {
        if (watch != null) {
            watch.armForRoom();
        }
    }

    /** Has {@code ready} told as soon as nobody reads. */
    public void awaitLeaving() {
        if (watch != null) {
            watch.arm();
        }
    }

    /** Closes it: its reader gets what lies in it, and then the end. More than once is once. */
    public void close() {
        if (watch != null) {
            watch.cancel();
            watch = null;
        }
        if (pipe != null) {
            pipe.close();
            pipe = null;
            identity = null;
        }
    }
}
