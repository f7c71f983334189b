package dev.tailrace.hub.stream;

import dev.tailrace.cursor.BackwardCursor;
import dev.tailrace.cursor.Cursor;
import dev.tailrace.cursor.Feed;
import dev.tailrace.cursor.RecordFilter;
import dev.tailrace.cursor.Replayers;
import dev.tailrace.cursor.Span;
import dev.tailrace.cursor.Start;
import dev.tailrace.cursor.StartFinder;
import dev.tailrace.cursor.StreamCursor;
import dev.tailrace.hub.ingest.Run;
import dev.tailrace.hub.ingest.Runs;
import dev.tailrace.hub.ingest.StreamParts;
import dev.tailrace.level.LineState;
import dev.tailrace.log.StreamLog;
import dev.tailrace.model.Ending;
import dev.tailrace.model.StreamName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;

/**
 * The readers of one stream: opens them, and sends them away when the gateway stops. Any thread.
 */
public final class Readers {
    /** Lines read just before {@code until} are in the log by then. */
    private static final Duration UNTIL_SLACK = Duration.ofMillis(100);

    private static final System.Logger LOG = System.getLogger(Readers.class.getName());

    private final StreamName name;
    private final Feed feed;
    private final StreamLog log;
    private final Runs runs;
    private final Replayers replayers;
    private final Resumptions resumptions;
    private final Set<Subscription> readers = ConcurrentHashMap.newKeySet();
    private final CompletableFuture<Void> drained = new CompletableFuture<>();
    private volatile boolean draining;

    /** Those that end with a run of the source, which goes on, by its number. */
    private final Map<Subscription, Integer> untilRunEnds = new ConcurrentHashMap<>();

    Readers(StreamParts parts, Replayers replayers, Resumptions resumptions) {
        this.name = parts.name();
        this.feed = parts.feed();
        this.log = parts.log();
        this.runs = parts.runs();
        this.replayers = replayers;
        this.resumptions = resumptions;
    }

    /** How many there are now. */
    public int count() {
        return readers.size();
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
        return CompletableFuture.supplyAsync(() -> find(request, wanted), replayers)
                .thenApplyAsync(place -> open(request, place, owner), owner);
    }

    /** Where a reader begins, and what is open there. */
    private record Place(StartFinder.Found found, long oldest, LineState open) {}

    private Place find(SubscriptionRequest request, BooleanSupplier wanted) {
        if (!wanted.getAsBoolean()) {
            throw new CancellationException("the client has left");
        }
        if (feed.isRemoved() || log.isGone()) {
            throw new StreamRemoved(name);
        }
        try {
            StartFinder.Found found =
                    StartFinder.find(log, request.start(), request.filter(), span(request), wanted);
            return request.start() instanceof Start.Backwards back
                    ? new Place(
                            found, StartFinder.oldest(log, back, span(request)), LineState.NOTHING)
                    : new Place(found, 0, request.filter().openAt(log, found.seq()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Subscription open(
            SubscriptionRequest request, Place place, ScheduledExecutorService owner) {
        StartFinder.Found found = place.found();
        boolean backwards = request.start() instanceof Start.Backwards;
        StreamCursor cursor =
                backwards
                        ? new BackwardCursor(
                                feed,
                                found.seq(),
                                place.oldest(),
                                request.filter(),
                                owner,
                                replayers)
                        : onwards(request, found, owner);
        Subscription subscription =
                new Subscription(
                        name,
                        feed,
                        cursor,
                        found.resumption(),
                        place.open(),
                        owner,
                        () -> draining,
                        (reader, why) -> closed(reader, request.filter(), why));
        readers.add(subscription);
        log.recent().joined(request.filter());
        try {
            if (request.run() != SubscriptionRequest.ANY_RUN) {
                endWithRun(subscription, request.run());
            }
            if (cursor instanceof Cursor onwards) {
                request.until().ifPresent(time -> endAt(subscription, onwards, time, owner));
            }
        } catch (RuntimeException e) {
            subscription.close(Ending.ERROR);
            throw e;
        }
        resumptions.count(found.resumption());
        return subscription;
    }

    private Cursor onwards(
            SubscriptionRequest request, StartFinder.Found found, ScheduledExecutorService owner) {
        Cursor cursor = new Cursor(feed, found.seq(), request.overflow(), owner, replayers);
        if (!request.follow()) {
            cursor.endBefore(log.next(), Ending.COMPLETE);
        }
        cursor.endBefore(request.seqs().end(), Ending.COMPLETE);
        return cursor;
    }

    /** Which records are in question: a run that goes on has no end yet. */
    private Span span(SubscriptionRequest request) {
        if (request.run() == SubscriptionRequest.ANY_RUN) {
            return request.seqs().before(log.next());
        }
        Run run = runOf(request.run());
        return new Span(run.first(), run.last() == null ? Long.MAX_VALUE : run.last() + 1);
    }

    private Run runOf(int number) {
        return runs.find(number)
                .orElseThrow(() -> new HubException("Run " + number + " is not on record."));
    }

    /** Looked at after it is among those that are told: a run that ends just now is not missed. */
    private void endWithRun(Subscription subscription, int number) {
        untilRunEnds.put(subscription, number);
        Long last = runOf(number).last();
        if (last != null) {
            untilRunEnds.remove(subscription);
            subscription.cursor().endBefore(last + 1, Ending.RUN);
        }
    }

    /** The run is over: a reader of that run alone ends with it. On the ingest loop. */
    void runEnded(Run run) {
        long end = Objects.requireNonNull(run.last()) + 1;
        untilRunEnds.forEach((reader, number) -> {
            if (number == run.run()) {
                untilRunEnds.remove(reader);
                reader.endBefore(end, Ending.RUN);
            }
        });
    }

    private void endAt(
            Subscription subscription, Cursor cursor, long time, ScheduledExecutorService owner) {
        cursor.endBeforeTime(time);
        long now = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis());
        if (time <= now) {
            cursor.endBefore(log.next(), Ending.UNTIL);
        } else {
            subscription.timer(
                    owner.schedule(
                            () -> cursor.endBefore(log.next(), Ending.UNTIL),
                            time - now + UNTIL_SLACK.toNanos(),
                            TimeUnit.NANOSECONDS));
        }
    }

    private void closed(Subscription subscription, RecordFilter filter, Ending why) {
        LOG.log(System.Logger.Level.DEBUG, "A reader of {0} is gone: {1}", name, why.text());
        readers.remove(subscription);
        log.recent().left(filter);
        untilRunEnds.remove(subscription);
        if (draining && readers.isEmpty()) {
            drained.complete(null);
        }
    }

    /** Hands how many records each reader is behind to {@code to}; some may be a moment old. */
    public void lags(LongConsumer to) {
        for (Subscription reader : readers) {
            to.accept(reader.cursor().lag(log.next()));
        }
    }

    /**
     * Has all readers told that the gateway is to stop, each at a moment within {@code spread};
     * completes when they are gone.
     */
    public CompletionStage<Void> drain(Duration spread) {
        draining = true;
        long nanos = spread.toNanos() + 1;
        for (Subscription reader : readers) {
            reader.drainIn(ThreadLocalRandom.current().nextLong(nanos));
        }
        if (readers.isEmpty()) {
            drained.complete(null);
        }
        return drained;
    }
}
