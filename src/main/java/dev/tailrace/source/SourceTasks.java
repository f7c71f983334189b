package dev.tailrace.source;

import dev.tailrace.model.Reasons;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Runs what one source does on its loop. Whatever is thrown there is logged and ends this source
 * alone: the loop, which other sources share, does not learn of it.
 *
 * @param loop the loop that they run on
 * @param name the source as a sentence names it: {@code FIFO /run/app.fifo}
 * @param failed told on the loop, by a sentence, that a task has failed: once for each that has
 */
public record SourceTasks(IngestLoop loop, String name, Consumer<String> failed) {
    private static final System.Logger LOG = System.getLogger(SourceTasks.class.getName());

    /** The loop's read buffer. Only on the loop's thread. */
    public byte[] buffer() {
        return loop.buffer();
    }

    /**
     * Runs {@code task} on the loop, after what was submitted before. Any thread.
     *
     * @throws RejectedExecutionException if the loop has been shut down
     */
    public void execute(Runnable task) {
        loop.executor().execute(() -> run(task));
    }

    /** Runs {@code task} on the loop after {@code delay}, unless it is cancelled. Any thread. */
    public Future<?> after(Duration delay, Runnable task) {
        return loop.executor().schedule(() -> run(task), delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    boolean isHere() {
        return loop.epoll().inEventLoop();
    }

    /** Runs {@code task} on the loop, and now if the caller is there. Any thread. */
    void runOnLoop(Runnable task) {
        if (isHere()) {
            run(task);
        } else {
            execute(task);
        }
    }

    /** Runs {@code task} now. Only on the loop's thread. */
    void run(Runnable task) {
        try {
            task.run();
        } catch (SourceException e) {
            // Its sentence says it all.
            LOG.log(System.Logger.Level.ERROR, "{0}", e.getMessage());
            tellFailed(Objects.requireNonNullElse(e.getMessage(), name + " failed"));
        } catch (Throwable e) {
            LOG.log(System.Logger.Level.ERROR, name + " failed", e);
            tellFailed(name + " failed: " + Reasons.of(e));
        }
    }

    private void tellFailed(String reason) {
        try {
            failed.accept(reason);
        } catch (Throwable e) {
            LOG.log(System.Logger.Level.ERROR, name + " could not say that it failed", e);
        }
    }
}
