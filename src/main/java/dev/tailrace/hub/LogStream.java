package dev.tailrace.hub;

import dev.tailrace.cursor.Feed;
import dev.tailrace.cursor.Replayers;
import dev.tailrace.cursor.Resumption;
import dev.tailrace.log.LogTime;
import dev.tailrace.log.StreamLog;
import dev.tailrace.model.Ending;
import dev.tailrace.model.Epoch;
import dev.tailrace.model.Labels;
import dev.tailrace.model.Reasons;
import dev.tailrace.model.SourceEvent;
import dev.tailrace.model.StreamName;
import dev.tailrace.model.StreamState;
import dev.tailrace.source.IngestLoop;
import dev.tailrace.source.Source;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One stream's life: its log, its source while it has one, its readers. Any thread, but for what
 * the source brings, which comes on the stream's ingest loop.
 */
public final class LogStream {
    private static final System.Logger LOG = System.getLogger(LogStream.class.getName());

    private final StreamName name;
    private final Labels labels;
    private final StreamLog log;
    private final Feed feed;
    private final Appender appender;
    private final Ingest ingest;
    private final Spools spools;
    private final Checkpoint checkpoint;
    private final IngestLoop loop;
    private final Readers readers;
    private final SourceLife life;
    private volatile Consumer<LogStream> onChange = _ -> {};

    LogStream(
            StreamName name,
            Labels labels,
            StreamLog log,
            Runs runs,
            Spools spools,
            Checkpoint checkpoint,
            IngestLoop loop,
            Replayers replayers,
            HubConfig.Ingest bounds) {
        this.name = name;
        this.labels = labels;
        this.log = log;
        this.feed = new Feed(log);
        this.spools = spools;
        this.checkpoint = checkpoint;
        this.loop = loop;
        this.readers = new Readers(feed, replayers, runs);
        this.appender = new Appender(name, log, LogTime.SYSTEM, bounds.maxAhead());
        this.ingest =
                new Ingest(
                        loop,
                        feed,
                        appender,
                        spools,
                        checkpoint,
                        log.settings().maxRecordBytes(),
                        bounds.flushAfter(),
                        this::sourceEvent);
        this.life = new SourceLife(name, feed, ingest, loop, runs, readers, this::changed);
    }

    private void sourceEvent(SourceEvent event) {
        life.event(event);
    }

    private void changed() {
        onChange.accept(this);
    }

    /** Its name. */
    public StreamName name() {
        return name;
    }

    /** Its labels. */
    public Labels labels() {
        return labels;
    }

    /** Its records. */
    StreamLog log() {
        return log;
    }

    /** Tells the positions of its log from those of another. */
    public Epoch epoch() {
        return log.description().epoch();
    }

    /** The oldest seq that is kept. */
    public long first() {
        return log.first();
    }

    /** The seq of the record that comes next. */
    public long next() {
        return log.next();
    }

    /** The newest record's time in ns since 1970, 0 without one. */
    public long lastTime() {
        return log.lastTime();
    }

    /** What its segments take on disk, in bytes. */
    public long bytes() {
        return log.bytes();
    }

    /** The seq before which all records survive the gateway's death, or are lost and declared. */
    public long written() {
        return log.written();
    }

    /** The seq before which all records survive a power loss, or are lost and declared. */
    public long durable() {
        return log.durable();
    }

    /** Whether the disk does not take its records now, or will not take many more. */
    public boolean isFailing() {
        return log.isFailing() || log.room().isFull();
    }

    /** Looks on the stream's ingest loop whether the disk is full. */
    CompletionStage<Boolean> lookForRoom() {
        return CompletableFuture.supplyAsync(
                () -> {
                    log.room().look();
                    return log.room().isFull();
                },
                loop.executor());
    }

    /**
     * Makes all that is published durable, and then keeps where its source was.
     *
     * @throws IOException if the disk failed: then {@link #rewrite} is due
     */
    void sync() throws IOException {
        Checkpoint.Kept place = checkpoint.take();
        log.keeper().sync();
        checkpoint.keepDurable(place);
    }

    /** Does on the stream's ingest loop what is due by time alone. */
    void tend() {
        loop.executor()
                .execute(() -> {
                    log.tend();
                    feed.published();
                });
    }

    /** Writes again what a failed sync has made suspect, on the stream's ingest loop. */
    void rewrite() {
        loop.executor()
                .execute(() -> {
                    try {
                        log.rewrite();
                    } catch (IOException e) {
                        LOG.log(
                                System.Logger.Level.ERROR,
                                "What was not synced of {0} cannot be written again: {1}",
                                name,
                                Reasons.of(e));
                    }
                });
    }

    /** What its newest records hold in memory, in bytes. */
    public long tailBytes() {
        return log.recent().heldBytes();
    }

    /** What is read from its pipes and lately not yet in the log. */
    Spools spools() {
        return spools;
    }

    /** What its source is doing. */
    public StreamState state() {
        return life.state();
    }

    /** Its source, ended or not; null if it is history alone. */
    @Nullable Source source() {
        return life.source();
    }

    /** What kind of source it has; {@code none} if it is history alone. */
    public String sourceKind() {
        return life.kind();
    }

    /** The executions of its source, the oldest first. */
    public List<Run> runs() {
        return life.runs().list();
    }

    /** The execution that begins next. */
    CompletableFuture<Run> upcomingRun() {
        return life.runs().upcoming();
    }

    /** What its sources could not read any more. */
    SourceLosses sourceLosses() {
        return life.losses();
    }

    /** How many of its records have the clock's time, as their own was too far in the future. */
    long ahead() {
        return appender.ahead();
    }

    /** How many read it now. */
    public int subscribers() {
        return readers.count();
    }

    /** How many have been opened so far whose start was met in that way. */
    long resumptions(Resumption how) {
        return readers.resumptions(how);
    }

    /** Hands how many records each reader is behind to {@code to}; some may be a moment old. */
    void lags(LongConsumer to) {
        readers.lags(to);
    }

    /** Its log with those who wait for more. */
    Feed feed() {
        return feed;
    }

    /** The loop on which its source must read. */
    IngestLoop loop() {
        return loop;
    }

    /** Has {@code task} told of each change of its state and of each run that begins. */
    void onChange(Consumer<LogStream> task) {
        onChange = task;
    }

    /** Its source is about to start: a reader that comes before it waits, and does not end. */
    public void expectSource() {
        life.expect();
    }

    /**
     * Starts its source.
     *
     * @throws dev.tailrace.source.SourceException if that cannot be; the stream is then as before
     */
    public void start(Source from) {
        life.start(from);
    }

    /**
     * Starts its source, unless it has one that has not ended.
     *
     * @throws dev.tailrace.source.SourceException if it has, or this one cannot be set up
     */
    void startNext(Function<IngestLoop, Source> from) {
        life.startNext(from);
    }

    /** Takes in what a killed gateway had read, for a stream that has no source now. */
    void recover() {
        life.recover();
    }

    /**
     * Opens a reader, whose position is taken before the stage completes: what is published from
     * then on it will get.
     *
     * @param owner the single thread that the reader is confined to; the stage completes there
     */
    public CompletionStage<Subscription> subscribe(
            SubscriptionRequest request, ScheduledExecutorService owner) {
        return subscribe(request, owner, () -> true);
    }

    /**
     * As {@link #subscribe(SubscriptionRequest, ScheduledExecutorService)}, for a client that may
     * leave before its reader is open.
     *
     * @param wanted asked on any thread before files are searched; the stage fails if it says no
     */
    public CompletionStage<Subscription> subscribe(
            SubscriptionRequest request, ScheduledExecutorService owner, BooleanSupplier wanted) {
        return readers.subscribe(this, request, owner, wanted);
    }

    /** Whether nothing more will come for now. */
    public boolean isOver() {
        return feed.isEnded();
    }

    /** Whether it is no more, as somebody has removed its folder. */
    public boolean isRemoved() {
        return feed.isRemoved();
    }

    void closed(Subscription subscription, Ending why) {
        readers.closed(subscription);
        LOG.log(System.Logger.Level.DEBUG, "A reader of {0} is gone: {1}", name, why.text());
    }

    /**
     * Has all readers told that the gateway is to stop, each at a moment within {@code spread};
     * completes when they are gone.
     */
    CompletionStage<Void> drain(Duration spread) {
        return readers.drain(spread);
    }

    /** Whether the gateway is to stop. */
    public boolean isDraining() {
        return readers.isDraining();
    }

    /** Stops the source; what it has brought so far is kept. */
    public CompletionStage<Void> stop() {
        return life.stop();
    }

    /** The same as the gateway stops: its readers do not end with it, all at once; see drain. */
    CompletionStage<Void> stopForDrain() {
        return life.leave();
    }

    /**
     * Somebody has removed its folder: its source is let go as if the gateway stopped, its readers
     * end with what is in memory, and nothing of it is written any more.
     */
    void remove() {
        feed.remove();
        life.remove()
                .whenCompleteAsync(
                        (_, _) -> {
                            try {
                                ingest.close();
                                log.close();
                            } catch (IOException e) {
                                // There is nothing left that it could be kept in.
                                LOG.log(System.Logger.Level.DEBUG, "A removed log is closed", e);
                            }
                        },
                        loop.executor());
    }

    /** Seals the log, after its source has stopped. */
    CompletionStage<Void> close() {
        return CompletableFuture.runAsync(
                () -> {
                    try {
                        ingest.close();
                        log.close();
                        checkpoint.close();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                loop.executor());
    }
}
