package dev.tailrace.hub.ingest;

import dev.tailrace.cursor.Feed;
import dev.tailrace.log.LogTime;
import dev.tailrace.model.ExitStatus;
import dev.tailrace.model.Removal;
import dev.tailrace.model.SourceEvent;
import dev.tailrace.model.StreamName;
import dev.tailrace.model.StreamState;
import dev.tailrace.source.IngestLoop;
import dev.tailrace.source.Source;
import dev.tailrace.source.SourceException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What feeds one stream: its source while it has one, that source's runs, and the stream's state by
 * that. Any thread, but for {@link #event}, which comes on the stream's ingest loop.
 */
public final class SourceLife {
    private static final System.Logger LOG = System.getLogger(SourceLife.class.getName());

    private final StreamName name;
    private final Feed feed;
    private final Appender appender;
    private final Ingest ingest;
    private final IngestLoop loop;
    private final Runs runs;
    private final Consumer<Run> runEnded;
    private final Runnable changed;
    private final SystemRecord records;
    private final SourceLosses losses = new SourceLosses();
    private final AtomicReference<StreamState> state = new AtomicReference<>(StreamState.ENDED);
    private volatile @Nullable Source source;
    private volatile boolean stopping;

    /** The run that goes on, 0 between two; {@link #recorded} if its end is on record already. */
    private int run;

    private boolean recorded;

    /**
     * @param runEnded told of each run that is over, on the ingest loop
     * @param changed told of each change of the state, and of each run that begins or ends
     */
    public SourceLife(
            StreamParts parts, IngestConfig config, Consumer<Run> runEnded, Runnable changed) {
        this.name = parts.name();
        this.feed = parts.feed();
        this.appender = new Appender(name, parts.log().writer(), LogTime.SYSTEM, config.maxAhead());
        this.ingest = new Ingest(parts, appender, config.flushAfter(), this::event);
        this.records = new SystemRecord(config.showArguments());
        this.loop = parts.loop();
        this.runs = parts.runs();
        this.runEnded = runEnded;
        this.changed = changed;
        feed.end();
    }

    /** The stream that it feeds. */
    public StreamName name() {
        return name;
    }

    /** Where the source must read. */
    public IngestLoop loop() {
        return loop;
    }

    /** What the source is doing. */
    public StreamState state() {
        return state.get();
    }

    /** The source, ended or not; null if there has been none. */
    public @Nullable Source source() {
        return source;
    }

    /** What kind of source there is; {@code none} if the stream is history alone. */
    public String kind() {
        Source now = source;
        return now == null ? "none" : now.kind();
    }

    /** The executions of the source. */
    public Runs runs() {
        return runs;
    }

    /** What its sources could not read any more. */
    public SourceLosses losses() {
        return losses;
    }

    /** How many records have the clock's time, as their own was too far in the future. */
    public long ahead() {
        return appender.ahead();
    }

    /** The source is about to start: a reader that comes before it waits, and does not end. */
    public void expect() {
        boolean changes = state.getAndSet(StreamState.STARTING) != StreamState.STARTING;
        feed.reopen();
        if (changes) {
            changed.run();
        }
    }

    /**
     * Starts the source.
     *
     * @throws SourceException if that cannot be; the stream is then as before
     */
    public void start(Source from) {
        recover(from.outlivesGateway());
        expect();
        source = from;
        try {
            ingest.take(from);
        } catch (RuntimeException e) {
            source = null;
            state.set(StreamState.ENDED);
            feed.end();
            changed.run();
            throw e;
        }
        // It may be over by now, which its loop has said.
        if (state.compareAndSet(StreamState.STARTING, StreamState.RUNNING)) {
            changed.run();
        }
    }

    /**
     * Starts the source, unless there is one that has not ended.
     *
     * @throws SourceException if there is, or this one cannot be set up
     */
    public synchronized void startNext(Function<IngestLoop, Source> from) {
        if (source != null && state.get() != StreamState.ENDED) {
            throw new SourceException(
                    "Stream '" + name + "' has a source that has not ended, and gets no second.");
        }
        start(from.apply(loop));
    }

    /** Takes in what a killed gateway had read, for a stream that has no source now. */
    public void recover() {
        if (source == null) {
            recover(false);
        }
    }

    /** A run whose end no gateway has seen ends with what is known of it. */
    private void recover(boolean goesOn) {
        boolean abandons = !goesOn && runs.isGoingOn();
        if (ingest.mayRecover() || abandons) {
            CompletableFuture.runAsync(
                            () -> {
                                ingest.recover(goesOn);
                                if (abandons) {
                                    runs.abandon(feed.log().next() - 1);
                                }
                            },
                            loop.executor())
                    .join();
        }
    }

    private void event(SourceEvent event) {
        switch (event) {
            case SourceEvent.Started(long pid, _) -> started(event, pid);
            case SourceEvent.Reattached(long pid) -> reattached(event, pid);
            case SourceEvent.Continued _ -> continued();
            case SourceEvent.Quiet _ -> over();
            case SourceEvent.Exited(ExitStatus status, var backoff) ->
                    ended(event, status, backoff);
            case SourceEvent.Ended _ -> ended(event, null, Optional.empty());
            case SourceEvent.Lost lost -> {
                losses.add(name, lost);
                ingest.system(records.of(event, run));
            }
            case SourceEvent.Failed(String reason, var backoff) -> {
                LOG.log(
                        System.Logger.Level.ERROR,
                        "The source of stream {0} has failed: {1}",
                        name,
                        reason);
                if (run == 0) {
                    runs.notStarted(reason);
                }
                ended(event, null, backoff);
            }
        }
        // Last, so that a watcher finds the run and its record, and a stream that is over.
        changed.run();
    }

    private void started(SourceEvent event, long pid) {
        long next = feed.log().next();
        runs.abandon(next - 1);
        run = runs.started(ingest.eventTime(), next, pid);
        recorded = false;
        state.set(StreamState.RUNNING);
        ingest.system(records.of(event, run));
    }

    /** A gateway that was killed may not have put its start on record yet, or its end. */
    private void reattached(SourceEvent event, long pid) {
        Optional<Run> last = runs.lastOf(pid);
        if (last.isEmpty()) {
            started(event, pid);
            return;
        }
        run = last.get().run();
        recorded = last.get().ended() != null;
        state.set(StreamState.RUNNING);
        if (!recorded) {
            runs.goesOn();
            ingest.system(records.of(event, run));
        }
    }

    /**
     * The newest run goes on, if it is not over. A gateway that was killed may have put its exit on
     * record, but not yet that the source was behind it. One that a failure has ended stays ended,
     * and what comes now is of none.
     */
    private void continued() {
        Optional<Run> newest = runs.newest();
        boolean open = newest.isPresent() && newest.get().ended() == null;
        recorded = newest.isPresent() && newest.get().code() != null;
        run = open || recorded ? newest.get().run() : 0;
        if (open) {
            runs.goesOn();
        }
        state.set(StreamState.RUNNING);
    }

    private void ended(SourceEvent event, @Nullable ExitStatus status, Optional<Duration> backoff) {
        if (!recorded) {
            ingest.system(records.of(event, run));
            if (run > 0) {
                long last = feed.log().next() - 1;
                runEnded.accept(runs.ended(ingest.eventTime(), status, last));
            }
        }
        if (backoff.isPresent()) {
            between(StreamState.BACKOFF);
        } else {
            over();
        }
    }

    private void between(StreamState now) {
        run = 0;
        recorded = false;
        state.set(now);
    }

    private void over() {
        between(StreamState.ENDED);
        if (!stopping) {
            feed.end();
        }
    }

    /**
     * Leaves a mark between the lines of this moment, written when the stage completes, on the
     * ingest loop; empty if the disk does not take it now.
     *
     * @param by who leaves it, if that is known
     */
    public CompletionStage<Optional<Mark>> mark(String text, @Nullable String by) {
        return leave(SystemRecord.mark(text, by));
    }

    private CompletionStage<Optional<Mark>> leave(byte[] record) {
        return CompletableFuture.supplyAsync(() -> ingest.mark(record), loop().executor());
    }

    /**
     * Prepares that records of before now are removed; completes on the ingest loop with the seq
     * that comes next, or fails with an {@link UncheckedIOException} while the disk fails.
     *
     * @param all whether the segment that is written is to go, too
     */
    public CompletionStage<Long> beforeRemoval(boolean all) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return ingest.beforeRemoval(all);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                loop().executor());
    }

    /**
     * Says in the stream what has been removed of it; as {@link #mark}.
     *
     * @param by who wished it, if that is known
     */
    public CompletionStage<Optional<Mark>> removed(Removal removal, @Nullable String by) {
        return leave(SystemRecord.removed(removal, by));
    }

    /** Stops the source; what it has brought so far is kept. */
    public CompletionStage<Void> stop() {
        return end(Source::stop);
    }

    /** The same as the stream is removed: its runs are on record no more. */
    public CompletionStage<Void> remove() {
        runs.forget();
        return leave();
    }

    /** The same as the gateway stops: its readers do not end with it, all at once. */
    public CompletionStage<Void> leave() {
        stopping = true;
        return end(Source::leave);
    }

    private CompletionStage<Void> end(Function<Source, CompletionStage<Void>> how) {
        Source now = source;
        if (now == null) {
            return CompletableFuture.completedFuture(null);
        }
        ingest.takeRest();
        return how.apply(now);
    }

    /** Writes what is unfinished: nothing more will come. On the ingest loop. */
    public void close() {
        ingest.close();
    }
}
