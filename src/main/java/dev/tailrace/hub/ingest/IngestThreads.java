package dev.tailrace.hub.ingest;

import dev.tailrace.cursor.Replayers;
import dev.tailrace.source.IngestLoop;
import dev.tailrace.source.IngestLoops;
import java.io.Closeable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The threads that are not HTTP's: the loops that read and append, one that feeds FIFOs, and those
 * on which history is read. Any thread.
 */
public final class IngestThreads implements Closeable {
    /** History is read from the page cache or waits for the disk: a few threads do for all. */
    private static final int REPLAYERS = Math.max(4, Runtime.getRuntime().availableProcessors());

    private final IngestLoops loops;
    private final ExecutorService replayThreads =
            Executors.newFixedThreadPool(
                    REPLAYERS, Thread.ofPlatform().daemon().name("replay-", 0).factory());
    private final Replayers replayers;
    private final AtomicInteger given = new AtomicInteger();
    private final int count;

    /**
     * @param configuredLoops how many read and append; 0 is half the cores
     */
    public IngestThreads(int configuredLoops, int maxReplays, int maxWaitingReplays) {
        this.replayers = new Replayers(replayThreads, maxReplays, maxWaitingReplays);
        int cores = Runtime.getRuntime().availableProcessors();
        this.count = configuredLoops > 0 ? configuredLoops : Math.max(1, cores / 2);
        this.loops =
                new IngestLoops(
                        Stream.concat(
                                        IntStream.range(0, count).mapToObj(i -> "ingest-" + i),
                                        Stream.of("sink"))
                                .toList());
    }

    /** The loop for the next stream: each in turn. */
    public IngestLoop nextLoop() {
        return loops.all().get(Math.floorMod(given.getAndIncrement(), count));
    }

    /** Where FIFOs are fed; it has a thread once it is used. */
    public IngestLoop sinkLoop() {
        return loops.all().getLast();
    }

    /** The readers of history, and those that wait for their turn. */
    public Replayers replayers() {
        return replayers;
    }

    @Override
    public void close() {
        loops.close();
        replayThreads.shutdown();
    }
}
