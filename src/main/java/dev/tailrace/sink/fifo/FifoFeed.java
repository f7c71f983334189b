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
    private final Giving giving;
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
        this.progress = new Progress(PlaceFile.of(hub.data(), stream, origin, path), stream::epoch);
        this.meters =
                new FeedMeters(stream.name(), origin, () -> progress.left(stream.next()), registry);
        this.fifo = new FifoEnd(hub.sinkThread(), path, meters, this);
        this.giving = new Giving(fifo, progress);
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
                begin(progress.again())
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
        giving.begin(subscription.cursor().next(), !reset);
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
        fifo.execute(() -> giving.whenStillFor(patience, this::giveUp));
    }

    private void giveUp() {
        if (state != State.OVER) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "Nobody reads FIFO {0} to the end; the log of stream {1} has it all.",
                    path,
                    stream.name());
            end(Ending.DRAIN);
        }
    }

    @Override
    public void ready() {
        if (state != State.FEEDING) {
            return;
        }
        holdsBack = false;
        // What lay in it is its reader's now.
        giving.record();
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
        giving.record();
        if (stopping) {
            end(Ending.DRAIN);
        } else {
            ask();
            fifo.look();
        }
    }

    @Override
    public void replaced() {
        giving.leave();
        close(Ending.GONE);
        beginAgain();
    }

    @Override
    public void failed() {
        end(Ending.ERROR);
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
        boolean itsTurnIsOver = giving.give(stretch);
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
        giving.lostBefore(gap.to() + 1);
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
            giving.end();
        }
        giving.close();
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
