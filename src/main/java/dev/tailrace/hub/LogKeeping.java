package dev.tailrace.hub;

import dev.tailrace.hub.resume.Checkpoint;
import dev.tailrace.hub.stream.LogStream;
import dev.tailrace.log.LogConfig;
import dev.tailrace.log.StreamLog;
import dev.tailrace.model.Reasons;
import dev.tailrace.model.StreamName;
import dev.tailrace.source.Libc;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Keeps all logs in order, on two threads of its own: what is quick, and compression, which is not.
 * What changes a log is done on its stream's ingest loop.
 *
 * <pre>
 *   keeper      every sync interval: sync each log, and try again where the disk has failed
 *               every second: is its folder there still? retention of each log, then of all
 *               together; what is due by time goes to its ingest loop
 *   compressor  every second: compresses what is sealed, one segment a log in turn; gives way to
 *               whatever else wants to run
 * </pre>
 */
final class LogKeeping implements Closeable {
    private static final System.Logger LOG = System.getLogger(LogKeeping.class.getName());

    private static final long RETAIN_EVERY_MILLIS = 1000;
    private static final long COMPRESS_EVERY_MILLIS = 1000;

    /** What is being compressed when the gateway stops is given up: the plain file is there. */
    private static final long CLOSE_SECONDS = 2;

    private final Collection<LogStream> streams;
    private final Predicate<LogStream> isOfRequests;
    private final Consumer<LogStream> gone;

    /** Those at which retention and compression have failed the last time. */
    private final Set<StreamName> notRetained = ConcurrentHashMap.newKeySet();

    private final Set<StreamName> notCompressed = ConcurrentHashMap.newKeySet();

    private final long syncMillis;
    private final SharedRoom room;
    private final ScheduledExecutorService keeper = executor("keeper", Runnable::run);
    private final ScheduledExecutorService compressor = executor("compressor", LogKeeping::idly);

    /**
     * @param isOfRequests whether a stream was made by a request, and not by the configuration
     * @param gone told of a stream whose folder somebody has removed
     */
    LogKeeping(
            Collection<LogStream> streams,
            LogConfig config,
            Predicate<LogStream> isOfRequests,
            Consumer<LogStream> gone) {
        this.streams = streams;
        this.isOfRequests = isOfRequests;
        this.gone = gone;
        this.syncMillis = Math.max(1, config.syncInterval().toMillis());
        this.room = new SharedRoom(config.retainTotalBytes().bytes());
    }

    private static ScheduledExecutorService executor(String name, Consumer<Runnable> running) {
        ThreadFactory threads = Thread.ofPlatform().daemon().name(name).factory();
        return Executors.newSingleThreadScheduledExecutor(
                work -> threads.newThread(() -> running.accept(work)));
    }

    /** Compression can wait: producers and readers cannot. */
    private static void idly(Runnable work) {
        int result = Libc.giveWay();
        if (result < 0) {
            LOG.log(
                    System.Logger.Level.DEBUG,
                    "The compressor does not give way: errno {0}",
                    -result);
        }
        work.run();
    }

    void start() {
        // One looks for all, unless the disk is full: they are in one folder, and a look takes
        // time.
        streams.stream()
                .limit(1)
                .forEach(one ->
                        lookForRoom(one)
                                .thenAccept(full -> {
                                    if (full) {
                                        streams.forEach(this::lookForRoom);
                                    }
                                }));
        every(keeper, syncMillis, () -> streams.forEach(this::keep));
        every(keeper, RETAIN_EVERY_MILLIS, this::retain);
        every(compressor, COMPRESS_EVERY_MILLIS, this::compress);
    }

    /** Looks whether the disk is full. */
    private CompletionStage<Boolean> lookForRoom(LogStream stream) {
        return CompletableFuture.supplyAsync(
                () -> {
                    stream.log().room().look();
                    return stream.log().room().isFull();
                },
                stream.parts().loop().executor());
    }

    /** Has {@code task} run as often on the keeper's thread, too; it must be quick. */
    void alsoEvery(Duration period, Runnable task) {
        every(keeper, period.toMillis(), task);
    }

    private static void every(ScheduledExecutorService on, long millis, Runnable task) {
        var _ =
                on.scheduleWithFixedDelay(
                        () -> {
                            try {
                                task.run();
                            } catch (RuntimeException e) {
                                // An executor drops a task that throws; the logs need theirs.
                                LOG.log(System.Logger.Level.ERROR, "Keeping the logs failed", e);
                            }
                        },
                        millis,
                        millis,
                        TimeUnit.MILLISECONDS);
    }

    /** Its thread, for what is to be done beside retention and not at once with it. */
    Executor thread() {
        return keeper;
    }

    /** Makes what the stream has durable, and the place of its source. Its thread. */
    void keep(LogStream stream) {
        StreamLog log = stream.log();
        Checkpoint checkpoint = stream.parts().checkpoint();
        try {
            Checkpoint.Kept place = checkpoint.take();
            log.keeper().sync();
            checkpoint.keepDurable(place);
        } catch (IOException e) {
            if (log.isGone()) {
                gone.accept(stream);
                return;
            }
            LOG.log(
                    System.Logger.Level.ERROR,
                    "{0} could not be synced and is written again from memory: {1}",
                    stream.name(),
                    Reasons.of(e));
            rewrite(stream);
        }
        if (log.isFailing()) {
            tend(stream);
        }
    }

    /** Writes again what a failed sync has made suspect. */
    private static void rewrite(LogStream stream) {
        onLoop(
                stream,
                () -> {
                    try {
                        stream.log().rewrite();
                    } catch (IOException e) {
                        LOG.log(
                                System.Logger.Level.ERROR,
                                "What was not synced of {0} cannot be written again: {1}",
                                stream.name(),
                                Reasons.of(e));
                    }
                });
    }

    /** Does what is due by time alone. */
    private static void tend(LogStream stream) {
        onLoop(
                stream,
                () -> {
                    stream.log().tend();
                    stream.feed().published();
                });
    }

    private static void onLoop(LogStream stream, Runnable task) {
        stream.parts().loop().executor().execute(task);
    }

    private void retain() {
        for (LogStream stream : streams) {
            if (stream.log().isGone()) {
                gone.accept(stream);
                continue;
            }
            step(
                    stream,
                    notRetained,
                    () -> {
                        stream.log().keeper().retain();
                        return true;
                    });
            if (stream.log().isToBeTended()) {
                tend(stream);
            }
        }
        long brought = streams.stream().filter(isOfRequests).count();
        room.keep(
                streams.stream()
                        .map(each -> new Holding(each, isOfRequests.test(each) ? brought : 1))
                        .toList());
    }

    /** What a stream holds of the room that all share. */
    private final class Holding implements SharedRoom.Holder {
        private final LogStream stream;
        private final long sharers;

        /**
         * @param sharers how many have the weight of one together: clients can make as many streams
         *     as they like
         */
        Holding(LogStream stream, long sharers) {
            this.stream = stream;
            this.sharers = sharers;
        }

        @Override
        public long bytes() {
            return stream.bytes();
        }

        @Override
        public double weight() {
            return (double) stream.log().settings().retainBytes() / sharers;
        }

        @Override
        public boolean canGive() {
            return stream.log().keeper().oldestRemovable() != Long.MAX_VALUE;
        }

        @Override
        public long give() {
            long before = stream.bytes();
            step(
                    stream,
                    notRetained,
                    () -> {
                        stream.log().keeper().removeOldest();
                        return true;
                    });
            return before - stream.bytes();
        }
    }

    private void compress() {
        boolean more = true;
        while (more && !compressor.isShutdown()) {
            more = false;
            for (LogStream stream : streams) {
                more |= step(stream, notCompressed, () -> stream.log().keeper().compressOne());
            }
        }
    }

    /** Something that a disk can fail at. */
    private interface Step {
        boolean run() throws IOException;
    }

    private static boolean step(LogStream stream, Set<StreamName> failed, Step step) {
        try {
            boolean done = step.run();
            failed.remove(stream.name());
            return done;
        } catch (IOException e) {
            // Once, and not every second as long as the disk is full; a folder that is gone is
            // said elsewhere.
            LOG.log(
                    failed.add(stream.name()) && !stream.log().isGone()
                            ? System.Logger.Level.WARNING
                            : System.Logger.Level.DEBUG,
                    "The log of {0} could not be kept in order, which is tried again: {1}",
                    stream.name(),
                    Reasons.of(e));
            return false;
        }
    }

    @Override
    public void close() {
        keeper.shutdown();
        compressor.shutdown();
        try {
            var _ = keeper.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
            var _ = compressor.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
