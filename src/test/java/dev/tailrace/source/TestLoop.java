package dev.tailrace.source;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/** A loop and a poller of a test's own. */
public final class TestLoop implements AutoCloseable {
    /** What the loop's thread is called. */
    public static final String THREAD = "test-loop";

    private final ScheduledThreadPoolExecutor executor;
    private final IngestLoop loop;
    private final Poller poller = new Poller();

    public TestLoop() {
        this(new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().name(THREAD).factory()));
    }

    /** On an executor of one thread that has a way of its own. */
    public TestLoop(ScheduledThreadPoolExecutor executor) {
        this.executor = executor;
        this.loop = new IngestLoop(executor);
    }

    public IngestLoop loop() {
        return loop;
    }

    public Poller poller() {
        return poller;
    }

    /** How many tasks wait behind the one that runs. */
    public int waitingTasks() {
        return executor.getQueue().size();
    }

    /** Keeps the loop busy until what it returns is run. */
    public Runnable hold() {
        FutureTask<Void> release = new FutureTask<>(() -> {}, null);
        executor.execute(() -> {
            try {
                release.get();
            } catch (InterruptedException | ExecutionException e) {
                throw new IllegalStateException("the loop was not let go", e);
            }
        });
        return release;
    }

    @Override
    public void close() {
        poller.close();
        executor.shutdownNow();
    }
}
