package dev.tailrace.hub;

import dev.tailrace.cursor.Replayers;
import dev.tailrace.source.IngestLoop;
import dev.tailrace.source.Poller;
import java.io.Closeable;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The threads that are not HTTP's: one that watches descriptors, the loops that read and append,
 * one that feeds FIFOs, and those on which history is read. Any thread.
 */
final class IngestThreads implements Closeable {
    /** History is read from the page cache or waits for the disk: a few threads do for all. */
    private static final int REPLAYERS = Math.max(4, Runtime.getRuntime().availableProcessors());

    private static final long CLOSE_SECONDS = 5;

    private final Poller poller = new Poller();
    private final List<ScheduledThreadPoolExecutor> executors;
    private final List<IngestLoop> loops;
    private final ExecutorService replayThreads =
            Executors.newFixedThreadPool(REPLAYERS, named("replay"));
    private final Replayers replayers;
    private final ScheduledThreadPoolExecutor sinkExecutor;
    private final SinkThread sinkThread;
    private final AtomicInteger given = new AtomicInteger();

    IngestThreads(int configuredLoops, HubConfig.Http readers) {
        this.replayers =
                new Replayers(replayThreads, readers.maxReplays(), readers.maxWaitingReplays());
        int cores = Runtime.getRuntime().availableProcessors();
        int count = configuredLoops > 0 ? configuredLoops : Math.max(1, cores / 2);
        ThreadFactory factory = named("ingest");
        this.executors =
                IntStream.range(0, count)
                        .mapToObj(_ -> new ScheduledThreadPoolExecutor(1, factory))
                        .toList();
        this.sinkExecutor = new ScheduledThreadPoolExecutor(1, named("sink"));
        Stream.concat(executors.stream(), Stream.of(sinkExecutor))
                .forEach(executor -> {
                    executor.setRemoveOnCancelPolicy(true);
                    // Or closing would wait for timers that have nothing to do any more.
                    executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
                });
        this.loops = executors.stream().map(IngestLoop::new).toList();
        this.sinkThread = new SinkThread(sinkExecutor, poller);
    }

    private static ThreadFactory named(String name) {
        return Thread.ofPlatform().daemon().name(name + "-", 0).factory();
    }

    Poller poller() {
        return poller;
    }

    /** The loop for the next stream: each in turn. */
    IngestLoop nextLoop() {
        return loops.get(Math.floorMod(given.getAndIncrement(), loops.size()));
    }

    /** Where FIFOs are fed; it is a thread once it is used. */
    SinkThread sinkThread() {
        return sinkThread;
    }

    Replayers replayers() {
        return replayers;
    }

    @Override
    public void close() {
        poller.close();
        executors.forEach(ExecutorService::shutdown);
        sinkExecutor.shutdown();
        replayThreads.shutdown();
        try {
            for (ExecutorService executor : executors) {
                var _ = executor.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
