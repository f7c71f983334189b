package dev.tailrace.source;

import java.util.concurrent.ScheduledThreadPoolExecutor;

/** A loop and a poller of a test's own, where a full pipe is many reads. */
final class SmallReads implements AutoCloseable {
    /** What one read brings at most. */
    static final int BYTES = 8192;

    private final ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1);
    private final IngestLoop loop = new IngestLoop(executor, BYTES);
    private final Poller poller = new Poller();

    IngestLoop loop() {
        return loop;
    }

    Poller poller() {
        return poller;
    }

    @Override
    public void close() {
        poller.close();
        executor.shutdownNow();
    }
}
