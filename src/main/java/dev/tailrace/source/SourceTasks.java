package dev.tailrace.source;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Runs what one source does on its loop. Whatever is thrown there is logged and ends this source
 * alone: neither the loop, which other sources share, nor the poller learns of it.
 */
public final class SourceTasks {
    private static final Logger LOG = System.getLogger(SourceTasks.class.getName());

    private final IngestLoop loop;
    private final String name;
    private final Consumer<String> failed;

    /**
     * @param name the source as a sentence names it: {@code FIFO /run/app.fifo}
     * @param failed told on the loop, by a sentence, that a task has failed: once for each that has
     */
    public SourceTasks(IngestLoop loop, String name, Consumer<String> failed) {
        this.loop = loop;
        this.name = name;
        this.failed = failed;
    }

    /** The source as a sentence names it. Any thread. */
    public String name() {
        return name;
    }

    /** The loop that they run on. */
    public IngestLoop loop() {
        return loop;
    }

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

    /** Runs {@code task} now. Only on the loop's thread. */
    void run(Runnable task) {
        try {
            task.run();
        } catch (SourceException e) {
            // Its sentence says it all.
            LOG.log(Level.ERROR, "{0}", e.getMessage());
            tellFailed(Objects.requireNonNullElse(e.getMessage(), name + " failed"));
        } catch (Throwable e) {
            LOG.log(Level.ERROR, name + " failed", e);
            tellFailed(name + " failed: " + e);
        }
    }

    private void tellFailed(String reason) {
        try {
            failed.accept(reason);
        } catch (Throwable e) {
            LOG.log(Level.ERROR, name + " could not say that it failed", e);
        }
    }
}
