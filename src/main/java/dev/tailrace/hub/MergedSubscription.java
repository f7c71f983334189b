package dev.tailrace.hub;

import dev.tailrace.cursor.Cursor;
import dev.tailrace.cursor.Merge;
import dev.tailrace.cursor.Resumption;
import dev.tailrace.cursor.Start;
import dev.tailrace.model.Ending;
import dev.tailrace.model.Position;
import dev.tailrace.model.Positions;
import dev.tailrace.model.StreamName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One reader of several streams, and of those that appear while it reads. Confined to its owner.
 *
 * <pre>
 *   Hub --streams there are, and that appear--> Subscription each --Cursor--> Merge
 * </pre>
 */
public final class MergedSubscription implements Reading {
    private static final System.Logger LOG = System.getLogger(MergedSubscription.class.getName());

    /**
     * What a reader of several streams asks for.
     *
     * @param after where it was, which wins over the start in {@code each}
     * @param each what it asks each of the streams for
     */
    public record Request(
            StreamChoice streams, @Nullable Positions after, SubscriptionRequest each) {}

    private final Request request;
    private final int maxStreams;
    private final ScheduledExecutorService owner;
    private final BooleanSupplier wanted;
    private final Merge merge = new Merge();
    private final Positions positions = new Positions();
    private final Map<StreamName, Integer> places = new HashMap<>();
    private final Set<StreamName> known = new HashSet<>();
    private final List<Subscription> members = new ArrayList<>();
    private @Nullable Runnable unwatch;
    private @Nullable Runnable onDrain;
    private @Nullable Consumer<Subscription> onJoined;
    private @Nullable Future<?> timer;
    private boolean over;

    private MergedSubscription(
            Request request,
            int maxStreams,
            ScheduledExecutorService owner,
            BooleanSupplier wanted) {
        this.request = request;
        this.maxStreams = maxStreams;
        this.owner = owner;
        this.wanted = wanted;
    }

    /**
     * Opens a reader, which has joined all streams that there are when the stage completes, on its
     * owner.
     */
    static CompletionStage<MergedSubscription> open(
            Hub hub,
            Request request,
            int maxStreams,
            ScheduledExecutorService owner,
            BooleanSupplier wanted) {
        MergedSubscription reader = new MergedSubscription(request, maxStreams, owner, wanted);
        return CompletableFuture.completedFuture(reader)
                .thenComposeAsync(opening -> opening.join(hub), owner)
                .whenCompleteAsync(
                        (_, failure) -> {
                            if (failure != null) {
                                reader.cancel();
                                reader.close(Ending.ERROR);
                            }
                        },
                        owner);
    }

    private CompletionStage<MergedSubscription> join(Hub hub) {
        List<CompletableFuture<Void>> joining = new ArrayList<>();
        for (LogStream stream : hub.list()) {
            if (request.streams().includes(stream) && known.add(stream.name())) {
                joining.add(join(stream, start(stream)).toCompletableFuture());
            }
        }
        var joined = CompletableFuture.allOf(joining.toArray(CompletableFuture<?>[]::new));
        if (request.streams().isOpen() && request.each().follow()) {
            unwatch = hub.watch(new Arrivals());
            hub.list().forEach(this::appeared);
            request.each().until().ifPresent(this::closeAt);
            return joined.thenApply(_ -> this);
        }
        return joined.thenApply(_ -> {
            merge.close();
            return this;
        });
    }

    /** Without it a reader of no stream would wait for ever. */
    private void closeAt(long time) {
        long now = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis());
        timer = owner.schedule(merge::close, Math.max(0, time - now), TimeUnit.NANOSECONDS);
    }

    /** Where to begin in a stream: one that a position does not have has appeared since. */
    private Start start(LogStream stream) {
        Positions after = request.after();
        if (after == null) {
            return request.each().start();
        }
        OptionalLong next = after.next(stream.name(), stream.epoch());
        if (next.isPresent()) {
            return next.getAsLong() == 0
                    ? new Start.First()
                    : new Start.After(new Position(stream.epoch(), next.getAsLong() - 1));
        }
        // Of another log of that name: a position that this one cannot have.
        return after.has(stream.name())
                ? new Start.After(new Position(stream.epoch(), Long.MAX_VALUE))
                : new Start.First();
    }

    private CompletionStage<Void> join(LogStream stream, Start start) {
        SubscriptionRequest each = request.each();
        SubscriptionRequest wish =
                new SubscriptionRequest(
                        start, each.filter(), each.follow(), each.until(), each.overflow());
        return stream.subscribe(wish, owner, wanted)
                .thenAccept(this::joined)
                .exceptionallyCompose(failure -> withoutRemoved(failure));
    }

    /** Of those that a selector picks, one that is removed just now is no longer one. */
    private CompletionStage<Void> withoutRemoved(Throwable failure) {
        boolean passes = request.streams().isOpen() && failure.getCause() instanceof StreamRemoved;
        return passes
                ? CompletableFuture.completedFuture(null)
                : CompletableFuture.failedFuture(failure);
    }

    private void joined(Subscription member) {
        if (over) {
            member.cursor().cancel();
            member.close(Ending.GONE);
            return;
        }
        LogStream stream = member.stream();
        Cursor cursor = member.cursor();
        if (request.streams().isOpen()) {
            cursor.outliveStream();
        }
        members.add(member);
        places.put(stream.name(), positions.add(stream.name(), stream.epoch(), cursor.next()));
        member.onDrain(this::drain);
        if (onJoined != null) {
            onJoined.accept(member);
        }
        merge.add(stream.name(), cursor, stream.next());
    }

    private void appeared(LogStream stream) {
        if (over || !request.streams().includes(stream) || !known.add(stream.name())) {
            return;
        }
        if (known.size() > maxStreams) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "A reader of {0} streams cannot have {1} too: it is sent away.",
                    maxStreams,
                    stream.name());
            merge.fail(new HubException("more than " + maxStreams + " streams"));
            return;
        }
        var _ =
                join(stream, new Start.First())
                        .exceptionallyAsync(
                                failure -> {
                                    merge.fail(failure);
                                    return null;
                                },
                                owner);
    }

    private void drain() {
        Runnable task = onDrain;
        if (task != null && !over) {
            task.run();
        }
    }

    /** What is read, of all streams. */
    public Merge merge() {
        return merge;
    }

    /** Where the reader is, as far as it has said with {@link #moved}. */
    public Positions positions() {
        return positions;
    }

    /** The readers of the single streams, by name. */
    public List<Subscription> members() {
        return members.stream()
                .sorted(Comparator.comparing(member -> member.stream().name()))
                .toList();
    }

    /** The reader has all of the stream before {@code next}. */
    public void moved(StreamName stream, long next) {
        positions.moved(places.getOrDefault(stream, -1), next);
    }

    /** How its start was met: a reset of one stream is one of all. */
    public Resumption resumption() {
        Resumption worst = request.after() == null ? Resumption.START : Resumption.EXACT;
        for (Subscription member : members) {
            if (member.resumption() == Resumption.RESET) {
                return Resumption.RESET;
            }
        }
        return worst;
    }

    /** Whether the streams are named, have all ended, and the reader has all of them. */
    public boolean isDone() {
        return !request.streams().isOpen()
                && request.after() != null
                && members.stream()
                        .allMatch(member ->
                                member.stream().isOver()
                                        && !member.stream().isDraining()
                                        && member.cursor().next() >= member.stream().next());
    }

    /** Has {@code task} run for each stream that joins from now on, before it is read. */
    public void onJoined(Consumer<Subscription> task) {
        onJoined = task;
    }

    /** Has {@code task} run when the gateway is to stop. */
    public void onDrain(Runnable task) {
        onDrain = task;
        if (members.stream().anyMatch(member -> member.stream().isDraining())) {
            drain();
        }
    }

    @Override
    public void cancel() {
        over = true;
        merge.cancel();
        if (timer != null) {
            timer.cancel(false);
        }
    }

    @Override
    public void close(Ending why) {
        members.forEach(member -> member.close(why));
        if (unwatch != null) {
            unwatch.run();
        }
    }

    /** The streams that appear. Any thread. */
    private final class Arrivals implements Watcher {
        @Override
        public void changed(LogStream stream) {
            owner.execute(() -> appeared(stream));
        }

        /** Each member tells it too, but there may be none. */
        @Override
        public void drain() {
            owner.execute(() -> {
                if (members.isEmpty()) {
                    MergedSubscription.this.drain();
                }
            });
        }
    }
}
