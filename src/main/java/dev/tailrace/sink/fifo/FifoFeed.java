package dev.tailrace.sink.fifo;

import dev.tailrace.cursor.Delivery;
import dev.tailrace.cursor.Overflow;
import dev.tailrace.cursor.RecordFilter;
import dev.tailrace.cursor.Resumption;
import dev.tailrace.cursor.Start;
import dev.tailrace.hub.Hub;
import dev.tailrace.hub.ReadFailures;
import dev.tailrace.hub.stream.LogStream;
import dev.tailrace.hub.stream.Subscription;
import dev.tailrace.hub.stream.SubscriptionRequest;
import dev.tailrace.log.SmallFile;
import dev.tailrace.model.Batch;
import dev.tailrace.model.Ending;
import dev.tailrace.model.Gap;
import dev.tailrace.model.Origin;
import dev.tailrace.model.OsText;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.subscription.MultiSubscriber;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * Gives one origin's bytes to one FIFO, on the sinks' thread; {@link #begin}, {@link #resume} and
 * {@link #done} may be called from any.
 *
 * <pre>
 *   BEGINNING --its position is taken--> FEEDING --all is given and the stream has ended,
 *     ^                                              or the gateway stops--> OVER
 *     `-------------------- the stream goes on --------------------------------'
 * </pre>
 *
 * What the FIFO does not take is put back and not asked for again until there is room: the feed is
 * then a position in the log.
 */
final class FifoFeed implements MultiSubscriber<Delivery>, FifoEnd.Listener {
    private static final System.Logger LOG = System.getLogger(FifoFeed.class.getName());

    /** When the gateway stops, a reader has this long to take what there is; see hub's Drain. */
    private static final Duration GRACE = Duration.ofSeconds(1);

    /** After so much the others of the thread get their turn. */
    private static final int TURN_BYTES = 1 << 20;

    private enum State {
        BEGINNING,
        FEEDING,
        OVER
    }

    private final LogStream stream;
    private final Origin origin;
    private final Path path;
    private final ScheduledExecutorService owner;
    private final FifoEnd fifo;
    private final Progress progress;
    private final FeedMeters meters;
    private final ReadFailures failures;
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private State state = State.BEGINNING;
    private @Nullable Subscription reading;
    private boolean asked;

    /** Whether there is something that cannot be given now. */
    private boolean holdsBack;

    private boolean allGiven;
    private boolean stopping;

    /**
     * @throws dev.tailrace.hub.stream.HubException if there is no FIFO at {@code path}
     */
    FifoFeed(Hub hub, LogStream stream, Origin origin, Path path, MeterRegistry registry) {
        this.stream = stream;
        this.origin = origin;
        this.path = path;
        this.owner = hub.sinkThread().executor();
        this.failures = hub.readFailures();
        String name = "sink-fifo-" + origin.text() + ".json";
        Path recorded = hub.data().stream(stream.name()).resolve(name);
        SmallFile small = hub.data().smallFile(recorded);
        this.progress = new Progress(new PlaceFile(small, recorded, /* fifo= */ path));
        this.meters =
                new FeedMeters(
                        stream.name(),
                        origin,
                        () -> Math.max(0, stream.next() - progress.seq()),
                        registry);
        this.fifo = new FifoEnd(hub.sinkThread(), path, meters, this);
    }

    /**
     * Begins where it was, or else with the stream's next record; the stage completes once that
     * position is taken.
     */
    CompletionStage<Void> begin() {
        return begin(progress.kept());
    }

    private CompletionStage<Void> begin(Start start) {
        SubscriptionRequest request =
                new SubscriptionRequest(
                        start, RecordFilter.LINES, true, OptionalLong.empty(), Overflow.WAIT);
        return stream.readers().subscribe(request, owner).thenAcceptAsync(this::begun, owner);
    }

    private void beginAgain() {
        state = State.BEGINNING;
        var _ =
                begin(progress.again(stream.epoch()))
                        .whenCompleteAsync(
                                (_, failure) -> {
                                    if (failure != null) {
                                        onFailure(failure);
                                    }
                                },
                                owner);
    }

    private void begun(Subscription subscription) {
        reading = subscription;
        state = State.FEEDING;
        asked = false;
        holdsBack = false;
        allGiven = false;
        boolean reset = subscription.resumption() == Resumption.RESET;
        if (reset) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "The log of stream {0} is not the one that FIFO {1} was fed from: it gets all"
                            + " that is kept.",
                    stream.name(),
                    path);
        }
        progress.begin(subscription.cursor().next(), !reset);
        progress.record(0, stream.epoch());
        subscription.onDrain(this::drain);
        subscription.cursor().subscribe(this);
        ask();
        fifo.look();
    }

    /** Goes on if the stream does. */
    void resume() {
        fifo.execute(() -> {
            if (state == State.OVER && !stopping && !stream.feed().isEnded()) {
                beginAgain();
            }
        });
    }

    /** Completes when the stream has ended and all of it is given, or nothing more will be. */
    CompletionStage<Void> done() {
        return done.minimalCompletionStage();
    }

    /** Gives up once nothing has been taken for {@code patience}, as the stream has ended. */
    void endWithin(Duration patience) {
        fifo.execute(() -> giveUpIfStill(progress.writes(), patience));
    }

    private void giveUpIfStill(long writes, Duration patience) {
        fifo.after(
                patience,
                () -> {
                    if (state != State.OVER && progress.writes() == writes) {
                        LOG.log(
                                System.Logger.Level.WARNING,
                                "Nobody reads FIFO {0} to the end; the log of stream {1} has it"
                                        + " all.",
                                path,
                                stream.name());
                        end(Ending.DRAIN);
                    } else if (state != State.OVER) {
                        giveUpIfStill(progress.writes(), patience);
                    }
                });
    }

    @Override
    public void ready() {
        if (state != State.FEEDING) {
            return;
        }
        holdsBack = false;
        // What lay in it is its reader's now.
        record();
        if (allGiven) {
            end(Ending.ENDED);
        } else {
            ask();
        }
    }

    @Override
    public void left() {
        if (state != State.FEEDING) {
            return;
        }
        record();
        if (stopping) {
            end(Ending.DRAIN);
        } else {
            ask();
            fifo.look();
        }
    }

    /** What lies in the old one is for the reader of the new one. */
    @Override
    public void replaced() {
        progress.back(fifo.unread(), stream.epoch());
        fifo.close();
        close(Ending.GONE);
        beginAgain();
    }

    @Override
    public void failed() {
        end(Ending.ERROR);
    }

    private void record() {
        progress.record(fifo.unclaimed(), stream.epoch());
    }

    /** Asked while nobody reads, too, it passes over what is the other origin's. */
    private void ask() {
        Subscription subscription = reading;
        if (!asked && !holdsBack && state != State.OVER && subscription != null) {
            asked = true;
            subscription.cursor().request(1);
        }
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        // It asks when it has looked around.
    }

    @Override
    public void onItem(Delivery delivery) {
        asked = false;
        switch (delivery) {
            case Delivery.Records(Batch batch) -> give(batch);
            case Delivery.Lost(Gap gap) -> lost(gap);
        }
    }

    private void give(Batch batch) {
        OriginBytes stretch = new OriginBytes(batch, origin, progress.skip());
        boolean itsTurnIsOver = write(stretch);
        progress.reached(stretch);
        if (progress.isRecordDue()) {
            record();
        }
        if (stretch.isEmpty()) {
            ask();
            return;
        }
        if (reading != null) {
            reading.cursor().putBack(stretch.seq());
        }
        holdsBack = !itsTurnIsOver;
        if (itsTurnIsOver) {
            fifo.execute(this::ask);
        }
    }

    /**
     * Writes as much of it as is taken, and is one turn, and records each write.
     *
     * @return whether more would be taken
     */
    private boolean write(OriginBytes stretch) {
        if (fifo.unread() == 0) {
            progress.allRead();
        }
        int given = 0;
        while (!stretch.isEmpty() && given < TURN_BYTES) {
            int count = fifo.write(stretch);
            if (count == 0) {
                return false;
            }
            stretch.gave(count, progress.trail(), fifo.capacity());
            progress.wrote(stretch, stream.epoch());
            given += count;
        }
        return true;
    }

    private void lost(Gap gap) {
        meters.lost(gap.reason(), gap.lines());
        LOG.log(
                System.Logger.Level.WARNING,
                "{0} lines of stream {1}, from {2} on, cannot be given to FIFO {3} any more ({4}).",
                gap.lines(),
                stream.name(),
                Long.toString(gap.from()),
                path,
                gap.reason().text());
        progress.lostBefore(gap.to() + 1);
        record();
        ask();
    }

    @Override
    public void onCompletion() {
        allGiven = true;
        if (stopping) {
            end(Ending.DRAIN);
        } else if (fifo.connect() || fifo.unread() == 0) {
            end(Ending.ENDED);
        }
    }

    @Override
    public void onFailure(Throwable failure) {
        failures.say("The log of " + stream.name() + " for FIFO " + OsText.shown(path), failure);
        end(Ending.ERROR);
    }

    /** The gateway stops: a reader gets what there is, if it takes that in time. */
    private void drain() {
        stopping = true;
        Subscription subscription = reading;
        if (subscription == null || !fifo.connect()) {
            end(Ending.DRAIN);
        } else {
            fifo.after(GRACE, () -> end(Ending.DRAIN));
            subscription.cursor().endBefore(stream.next(), Ending.DRAIN);
            ready();
        }
    }

    /** Closes the FIFO, so that its reader sees the end, and records where it is. */
    private void end(Ending why) {
        if (state == State.OVER) {
            return;
        }
        if (state != State.BEGINNING) {
            progress.back(fifo.unclaimed(), stream.epoch());
            progress.record(0, stream.epoch());
        }
        progress.close();
        fifo.close();
        state = State.OVER;
        close(why);
        done.complete(null);
        if (why == Ending.ENDED) {
            // It may have begun again meanwhile.
            resume();
        }
    }

    private void close(Ending why) {
        Subscription subscription = reading;
        if (subscription != null) {
            subscription.cursor().cancel();
            subscription.close(why);
        }
    }
}
