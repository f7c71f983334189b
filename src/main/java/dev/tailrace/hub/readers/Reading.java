package dev.tailrace.hub.readers;

import dev.tailrace.cursor.Merge;
import dev.tailrace.cursor.Resumption;
import dev.tailrace.cursor.StreamCursor;
import dev.tailrace.hub.stream.ClientStreams;
import dev.tailrace.hub.stream.Subscription;
import dev.tailrace.model.Ending;
import dev.tailrace.model.Positions;
import dev.tailrace.model.StreamName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
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
    private final ReadRequest request;
    private final Joining joining;
    private final Merge merge = new Merge();
    private final Positions positions = new Positions();
    private final Map<StreamName, Integer> places = new HashMap<>();
    private final List<Subscription> members = new ArrayList<>();
    private Runnable onDrain = () -> {};
    private @Nullable Consumer<Subscription> onJoined;
    private boolean over;

    private Reading(
            ClientStreams streams,
            ReadRequest request,
            ScheduledExecutorService owner,
            BooleanSupplier wanted) {
        this.request = request;
        this.joining =
                new Joining(
                        streams, request, owner, wanted, merge, this::joined, this::drainIfEmpty);
        merge.onRemoved(this::removed);
    }

    /**
     * Opens a reader, which has joined all streams that there are when the stage completes.
     *
     * @param streams those that the client has
     * @param owner the single thread that the reader is confined to, and that calls this; the stage
     *     completes there
     * @param wanted as of {@link dev.tailrace.hub.stream.Readers#subscribe}
     */
    public static CompletionStage<Reading> open(
            ClientStreams streams,
            ReadRequest request,
            ScheduledExecutorService owner,
            BooleanSupplier wanted) {
        Reading reading = new Reading(streams, request, owner, wanted);
        try {
            return reading.joining
                    .start()
                    .thenApply(_ -> reading)
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

    private void removed(StreamName name) {
        for (Subscription member : List.copyOf(members)) {
            if (member.stream().equals(name)) {
                member.close(Ending.REMOVED);
                members.remove(member);
            }
        }
        joining.removed(name);
    }

    private void joined(Subscription member) {
        StreamCursor cursor = member.cursor();
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

    private void drain() {
        if (!over) {
            onDrain.run();
        }
    }

    /** Each member tells of it, too, but there may be none. */
    private void drainIfEmpty() {
        if (members.isEmpty()) {
            drain();
        }
    }

    /**
     * Has a reader that is live in all streams end with what they have now. One that reads files is
     * too far behind for that: it is to be ended where it is, and comes back for the rest.
     *
     * @return false if it reads files
     */
    public boolean endLive(Ending why) {
        joining.stop();
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
        joining.stop();
    }

    /** Gives back all that it has: the reader is gone, for the reason {@code why}. */
    public void close(Ending why) {
        members.forEach(member -> member.close(why));
        joining.close();
    }
}
