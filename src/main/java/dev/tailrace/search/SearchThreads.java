package dev.tailrace.search;

import dev.tailrace.source.CFunction;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads on which searches go on, one step of each in turn: half as many as there are cores,
 * and of the lowest priority, so that readers of live lines come first. What waits for them is one
 * step of each search at most. They end when nothing has come for a while. Any thread.
 */
public final class SearchThreads implements Executor, AutoCloseable {
    private static final int THREADS = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);

    private static final long IDLE_SECONDS = 10;

    private static final CFunction SETPRIORITY = CFunction.of("setpriority");

    /** This thread's, as Linux has it (setpriority(2)). */
    private static final int PRIO_PROCESS = 0;

    private static final int NICEST = 19;

    private final ThreadPoolExecutor threads =
            new ThreadPoolExecutor(
                    THREADS,
                    THREADS,
                    IDLE_SECONDS,
                    TimeUnit.SECONDS,
                    new LinkedBlockingQueue<>(),
                    task ->
                            Thread.ofPlatform()
                                    .name("search")
                                    .daemon()
                                    .unstarted(() -> {
                                        // With it goes the priority on the disk (ioprio_set(2)).
                                        SETPRIORITY.call(PRIO_PROCESS, 0, NICEST);
                                        task.run();
                                    }));

    public SearchThreads() {
        threads.allowCoreThreadTimeOut(true);
    }

    @Override
    public void execute(Runnable task) {
        threads.execute(task);
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
