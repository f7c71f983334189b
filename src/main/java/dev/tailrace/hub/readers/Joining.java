package dev.tailrace.hub.readers;

import dev.tailrace.cursor.Merge;
import dev.tailrace.cursor.Start;
import dev.tailrace.hub.stream.ClientStreams;
import dev.tailrace.hub.stream.HubException;
import dev.tailrace.hub.stream.LogStream;
import dev.tailrace.hub.stream.StreamRemoved;
import dev.tailrace.hub.stream.Subscription;
import dev.tailrace.hub.stream.Watcher;
import dev.tailrace.model.Ending;
import dev.tailrace.model.StreamName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
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
 * Subscribes a reader to the streams that it asks for: those that there are, then those that
 * appear. Confined to the reader's owner.
 *
 * <pre>
 *   a stream --wanted, none of its name is present--> present --subscribed--> joined
 *                              ^                         |                      |
 *                              `--the next of its name---'<----- removed -------'
 * </pre>
 */
final class Joining {
    private static final System.Logger LOG = System.getLogger(Joining.class.getName());

    private final ClientStreams streams;
    private final ReadRequest request;
    private final ScheduledExecutorService owner;
    private final BooleanSupplier wanted;
    private final Merge merge;
    private final Consumer<Subscription> onJoined;
    private final Runnable onDrain;

    /** The stream of each name that has joined, or is about to; one of a name at a time. */
    private final Map<StreamName, LogStream> present = new HashMap<>();

    /** Names that have joined, ever. */
    private final Set<StreamName> known = new HashSet<>();

    private @Nullable Runnable unwatch;
    private @Nullable Future<?> timer;
    private boolean stopped;

    /**
     * @param wanted as of {@link dev.tailrace.hub.stream.Readers#subscribe}
     * @param merge is told when nothing can join any more, or something should and cannot
     * @param onJoined is handed each that joins
     * @param onDrain runs when the gateway is to stop, if the reader waits for streams to appear
     */
    Joining(
            ClientStreams streams,
            ReadRequest request,
            ScheduledExecutorService owner,
            BooleanSupplier wanted,
            Merge merge,
            Consumer<Subscription> onJoined,
            Runnable onDrain) {
        this.streams = streams;
        this.request = request;
        this.owner = owner;
        this.wanted = wanted;
        this.merge = merge;
        this.onJoined = onJoined;
        this.onDrain = onDrain;
    }

    /** Completes when all that there are have joined. */
    CompletionStage<Void> start() {
        List<CompletableFuture<Void>> joining = new ArrayList<>();
        for (LogStream stream : request.streams().of(streams)) {
            if (present.putIfAbsent(stream.name(), stream) == null) {
                joining.add(join(stream, request.start(stream)).toCompletableFuture());
            }
        }
        var joined = CompletableFuture.allOf(joining.toArray(CompletableFuture<?>[]::new));
        if (!request.goesOn()) {
            return joined.thenRun(() -> merge.close(Ending.ENDED));
        }
        unwatch = streams.watch(new Arrivals());
        streams.all().forEach(this::appeared);
        request.each().until().ifPresent(this::closeAt);
        return joined;
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

    private CompletionStage<Void> join(LogStream stream, Start start) {
        return stream.readers()
                .subscribe(request.each().from(start), owner, wanted)
                .thenAccept(this::joined)
                .exceptionallyCompose(failure -> withoutRemoved(stream.name(), failure));
    }

    private void joined(Subscription member) {
        if (stopped) {
            member.cancel();
            member.close(Ending.GONE);
        } else {
            known.add(member.stream());
            onJoined.accept(member);
        }
    }

    /** Of those that a selector picks, one that is removed just now is no longer one. */
    private CompletionStage<Void> withoutRemoved(StreamName stream, Throwable failure) {
        boolean passes = request.streams().isOpen() && failure.getCause() instanceof StreamRemoved;
        return passes
                ? CompletableFuture.runAsync(() -> removed(stream), owner)
                : CompletableFuture.failedFuture(failure);
    }

    /** It is read no more: what has its name now, or gets it, joins in its place. */
    void removed(StreamName name) {
        LogStream gone = present.remove(name);
        if (unwatch != null) {
            // The removal itself may not have been noticed yet.
            streams.find(name).filter(now -> !now.equals(gone)).ifPresent(this::appeared);
        }
    }

    private void appeared(LogStream stream) {
        if (stopped
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
        Start start =
                known.contains(stream.name())
                        ? ReadRequest.startOfAnother(stream)
                        : new Start.First();
        var _ =
                join(stream, start)
                        .exceptionallyAsync(
                                failure -> {
                                    merge.fail(failure);
                                    return null;
                                },
                                owner);
    }

    /** Has nothing join any more. */
    void stop() {
        stopped = true;
        if (timer != null) {
            timer.cancel(false);
        }
    }

    /** Looks for none any more. */
    void close() {
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

        @Override
        public void drain() {
            owner.execute(onDrain);
        }
    }
}
