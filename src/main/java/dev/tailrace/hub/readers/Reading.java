package dev.tailrace.hub.readers;

import dev.tailrace.cursor.Cursor;
import dev.tailrace.cursor.Merge;
import dev.tailrace.cursor.Resumption;
import dev.tailrace.cursor.Start;
import dev.tailrace.hub.stream.ClientStreams;
import dev.tailrace.hub.stream.HubException;
import dev.tailrace.hub.stream.LogStream;
import dev.tailrace.hub.stream.StreamRemoved;
import dev.tailrace.hub.stream.Subscription;
import dev.tailrace.hub.stream.SubscriptionRequest;
import dev.tailrace.hub.stream.Watcher;
import dev.tailrace.model.Ending;
import dev.tailrace.model.Position;
import dev.tailrace.model.Positions;
import dev.tailrace.model.StreamName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What one client reads: a stream, or several, and those that appear while it reads. Confined to
 * its owner.
 *
 * <pre>
 *   Streams --those that there are, and that appear--> a Subscription each --Cursor--> Merge
 *              ^                                                                         |
 *              `--the next of its name-- one that has been removed, once all of it is read'
 * </pre>
 */
public final class Reading {
    private static final System.Logger LOG = System.getLogger(Reading.class.getName());

    /**
     * What a client asks for.
     *
     * @param after where it was in several streams, which wins over the start in {@code each}
     * @param each what it asks each of the streams for
     * @param maxStreams how many it may have at most, those that appear later included
     */
    public record Request(
            StreamChoice streams,
            @Nullable Positions after,
            SubscriptionRequest each,
            int maxStreams) {
        /** About how much memory its patterns hold, in bytes. */
        public int heldBytes() {
            return streams.heldBytes() + each.filter().heldBytes();
        }

        /** All of it from one stream. */
        public static Request of(LogStream stream, SubscriptionRequest what) {
            return new Request(new StreamChoice.Named(List.of(stream)), null, what, 1);
        }
    }

    private final ClientStreams streams;
    private final Request request;
    private final ScheduledExecutorService owner;
    private final BooleanSupplier wanted;
    private final Merge merge = new Merge();
    private final Positions positions = new Positions();
    private final Map<StreamName, Integer> places = new HashMap<>();

    /** The stream of each name that has joined, or is about to; one of a name at a time. */
    private final Map<StreamName, LogStream> present = new HashMap<>();

    private final List<Subscription> members = new ArrayList<>();
    private @Nullable Runnable unwatch;
    private Runnable onDrain = () -> {};
    private @Nullable Consumer<Subscription> onJoined;
    private @Nullable Future<?> timer;
    private boolean over;

    /** It ends with what it has now: nothing joins any more. */
    private boolean leaving;

    private Reading(
            ClientStreams streams,
            Request request,
            ScheduledExecutorService owner,
            BooleanSupplier wanted) {
        this.streams = streams;
        this.request = request;
        this.owner = owner;
        this.wanted = wanted;
        merge.onRemoved(this::removed);
    }

    /**
     * Opens a reader, which has joined all streams that there are when the stage completes.
     *
     * @param streams those that the client has
     * @param owner the single thread that the reader is confined to, and that calls this; the stage
     *     completes there
     * @param wanted as of {@link dev.tailrace.hub.stream.Readers#subscribe(SubscriptionRequest,
     *     ScheduledExecutorService, BooleanSupplier)}
     */
    public static CompletionStage<Reading> open(
            ClientStreams streams,
            Request request,
            ScheduledExecutorService owner,
            BooleanSupplier wanted) {
        Reading reading = new Reading(streams, request, owner, wanted);
        try {
            return reading.join()
                    .whenCompleteAsync(
                            (_, failure) -> {
                                if (failure != null) {
                                    reading.giveUp();
                                }
                            },
                            owner);
        } catch (RuntimeException e) {
            reading.giveUp();
            throw e;
        }
    }

    private void giveUp() {
        cancel();
        close(Ending.ERROR);
    }

    private CompletionStage<Reading> join() {
        List<CompletableFuture<Void>> joining = new ArrayList<>();
        for (LogStream stream : request.streams().of(streams)) {
            if (present.putIfAbsent(stream.name(), stream) == null) {
                joining.add(join(stream, start(stream)).toCompletableFuture());
            }
        }
        var joined = CompletableFuture.allOf(joining.toArray(CompletableFuture<?>[]::new));
        if (request.streams().isOpen() && request.each().follow()) {
            unwatch = streams.watch(new Arrivals());
            streams.all().forEach(this::appeared);
            request.each().until().ifPresent(this::closeAt);
            return joined.thenApply(_ -> this);
        }
        return joined.thenApply(_ -> {
            merge.close(Ending.ENDED);
            return this;
        });
    }

    /** Without it a reader of no stream would wait for ever. */
    private void closeAt(long time) {
        long now = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis());
        timer =
                owner.schedule(
                        () -> merge.close(Ending.UNTIL),
                        Math.max(0, time - now),
                        TimeUnit.NANOSECONDS);
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
        return after.has(stream.name()) ? ofAnotherLog(stream) : new Start.First();
    }

    private static Start ofAnotherLog(LogStream stream) {
        return new Start.After(new Position(stream.epoch(), Long.MAX_VALUE));
    }

    private CompletionStage<Void> join(LogStream stream, Start start) {
        return stream.readers()
                .subscribe(request.each().from(start), owner, wanted)
                .thenAccept(this::joined)
                .exceptionallyCompose(failure -> withoutRemoved(stream.name(), failure));
    }

    /** Of those that a selector picks, one that is removed just now is no longer one. */
    private CompletionStage<Void> withoutRemoved(StreamName stream, Throwable failure) {
        boolean passes = request.streams().isOpen() && failure.getCause() instanceof StreamRemoved;
        return passes
                ? CompletableFuture.runAsync(() -> removed(stream), owner)
                : CompletableFuture.failedFuture(failure);
    }

    /** It is read no more: what has its name now, or gets it, joins in its place. */
    private void removed(StreamName name) {
        LogStream gone = present.remove(name);
        for (Subscription member : List.copyOf(members)) {
            if (member.stream().equals(name)) {
                member.close(Ending.REMOVED);
                members.remove(member);
            }
        }
        if (unwatch != null) {
            // The removal itself may not have been noticed yet.
            streams.find(name).filter(now -> !now.equals(gone)).ifPresent(this::appeared);
        }
    }

    private void joined(Subscription member) {
        if (over || leaving) {
            member.cancel();
            member.close(Ending.GONE);
            return;
        }
        Cursor cursor = member.cursor();
        if (request.streams().isOpen()) {
            cursor.outliveStream();
        }
        members.add(member);
        StreamName stream = member.stream();
        Integer place = places.get(stream);
        if (place == null) {
            places.put(stream, positions.add(stream, member.epoch(), cursor.next()));
        } else {
            positions.renew(place, member.epoch(), cursor.next());
        }
        member.onDrain(this::drain);
        if (onJoined != null) {
            onJoined.accept(member);
        }
        merge.add(stream, cursor, member.next());
    }

    private void appeared(LogStream stream) {
        if (over
                || leaving
                || !request.streams().includes(stream)
                || stream.feed().isRemoved()
                || present.putIfAbsent(stream.name(), stream) != null) {
            return;
        }
        if (present.size() > request.maxStreams()) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "A reader of {0} streams cannot have {1} too: it is sent away.",
                    request.maxStreams(),
                    stream.name());
            merge.fail(new HubException("more than " + request.maxStreams() + " streams"));
            return;
        }
        Start start = places.containsKey(stream.name()) ? ofAnotherLog(stream) : new Start.First();
        var _ =
                join(stream, start)
                        .exceptionallyAsync(
                                failure -> {
                                    merge.fail(failure);
                                    return null;
                                },
                                owner);
    }

    private void drain() {
        if (!over) {
            onDrain.run();
        }
    }

    /**
     * Has a reader that is live in all streams end with what they have now. One that reads files is
     * too far behind for that: it is to be ended where it is, and comes back for the rest.
     *
     * @return false if it reads files
     */
    public boolean endLive(Ending why) {
        leaving = true;
        boolean live = members.stream().allMatch(member -> member.endLive(why));
        if (live) {
            merge.close(why);
        }
        return live;
    }

    /** What is read, of all streams. */
    public Merge merge() {
        return merge;
    }

    /** What is read, for people: a stream's name, or how many streams. */
    public String title() {
        return members.size() == 1
                ? members.getFirst().stream().value()
                : members.size() + " streams";
    }

    /** Where the reader is, as far as it has said with {@link #moved}. */
    public Positions positions() {
        return positions;
    }

    /** The readers of the single streams, by name. */
    public List<Subscription> members() {
        return members.stream().sorted(Comparator.comparing(Subscription::stream)).toList();
    }

    /** The reader has all of the stream before {@code next}. */
    public void moved(StreamName stream, long next) {
        positions.moved(places.getOrDefault(stream, -1), next);
    }

    /** How its start was met: a reset of one stream is one of all. */
    public Resumption resumption() {
        if (members.stream().anyMatch(member -> member.resumption() == Resumption.RESET)) {
            return Resumption.RESET;
        }
        boolean wentOn =
                request.after() != null
                        || members.stream()
                                .anyMatch(member -> member.resumption() == Resumption.EXACT);
        return wentOn ? Resumption.EXACT : Resumption.START;
    }

    /** Whether a client that was here before has all that there will be. */
    public boolean isDone() {
        boolean wasHere =
                resumption() == Resumption.EXACT
                        || members.stream().allMatch(member -> member.next() == 0);
        return wasHere
                && !request.streams().isOpen()
                && members.stream().allMatch(member -> member.isDone(request.each().follow()));
    }

    /** Has {@code task} run for each stream that joins from now on, before it is read. */
    public void onJoined(Consumer<Subscription> task) {
        onJoined = task;
    }

    /** Has {@code task} run when the gateway is to stop. */
    public void onDrain(Runnable task) {
        onDrain = task;
        if (members.stream().anyMatch(Subscription::isDraining)) {
            drain();
        }
    }

    /** Has it read nothing any more; it stays open until its last bytes have gone out. */
    public void cancel() {
        over = true;
        merge.cancel();
        if (timer != null) {
            timer.cancel(false);
        }
    }

    /** Gives back all that it has: the reader is gone, for the reason {@code why}. */
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
                    Reading.this.drain();
                }
            });
        }
    }
}
