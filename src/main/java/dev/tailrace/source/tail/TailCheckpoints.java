package dev.tailrace.source.tail;

import dev.tailrace.model.Origin;
import dev.tailrace.source.Opening;
import dev.tailrace.source.ProducedBytes;
import dev.tailrace.source.Resumed;
import dev.tailrace.source.SourceItem;
import dev.tailrace.source.SourceItems;
import dev.tailrace.source.SourceTasks;
import dev.tailrace.source.tail.rotation.Beginning.Begun;
import dev.tailrace.source.tail.rotation.ResumePoint;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Where a {@link TailSource} goes on, and where it is kept to be. Only on the loop's thread.
 *
 * <pre>
 *   resume: each follower begins at its place --cannot be read now--> retry
 *           what the log has after that place is left out, until caughtUp
 *   tellLater --a while since the last time--> tell: the place, and what is yet to be left out
 * </pre>
 */
final class TailCheckpoints {
    private static final System.Logger LOG = System.getLogger(TailCheckpoints.class.getName());

    /** The hub keeps a place a second; to make one costs some 20 us. */
    private static final Duration APART = Duration.ofMillis(250);

    private static final List<Origin> PRODUCERS = List.of(Origin.STDOUT, Origin.STDERR);

    private final TailSpec spec;
    private final List<Follower> followers;
    private final SourceTasks tasks;
    private final Opening stream;
    private final SourceItems items;

    /** Those that could not be begun yet. */
    private final List<Follower> unbegun = new ArrayList<>();

    private Optional<TailCheckpoint> from = Optional.empty();

    /** What the log has after that. */
    private ProducedBytes stored = ProducedBytes.NONE;

    private @Nullable Future<?> telling;
    private long toldAt = System.nanoTime();

    TailCheckpoints(
            TailSpec spec,
            List<Follower> followers,
            SourceTasks tasks,
            Opening stream,
            SourceItems items) {
        this.spec = spec;
        this.followers = followers;
        this.tasks = tasks;
        this.stream = stream;
        this.items = items;
    }

    /** Begins where it was. */
    void resume() {
        Resumed resumed = stream.resumed();
        from = resumed.place().flatMap(TailCheckpoint::read);
        from.ifPresent(place -> stored = place.known().plus(resumed.stored()));
        unbegun.addAll(followers);
        beginRest();
        tell();
        toldAt -= APART.toNanos(); // what it reads first is told at once
    }

    /** Begins those that could not be begun before. */
    void beginRest() {
        unbegun.removeIf(this::begins);
    }

    /** Whether all followers have begun: before that there is no place to tell. */
    boolean areAllBegun() {
        return unbegun.isEmpty();
    }

    private boolean begins(Follower follower) {
        Track track = follower.track();
        Optional<ResumePoint> place = from.map(all -> all.series().get(track.name()));
        Begun begun = follower.begin(place, spec.fromEnd() && from.isEmpty());
        if (begun == Begun.WHERE_IT_WAS) {
            List<Origin> all = followers.size() == 1 ? PRODUCERS : List.of(track.origin());
            all.forEach(origin -> items.leaveOut(origin, stored.of(origin)));
        }
        return begun != Begun.NOT_YET;
    }

    /** All that there was has been read again, and the log should not have more than that. */
    void caughtUp() {
        for (Origin origin : PRODUCERS) {
            long left = items.toLeaveOut().of(origin);
            if (left > 0) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "{0}: the log has {1,number,#} bytes of {2} that are no longer there.",
                        spec.name(),
                        left,
                        origin.text());
                items.leaveOut(origin, 0);
            }
        }
        tellLater();
    }

    /** Tells where it is, but not too often. */
    void tellLater() {
        if (telling == null) {
            long wait = APART.toNanos() - (System.nanoTime() - toldAt);
            telling = tasks.after(Duration.ofNanos(Math.max(0, wait)), this::tell);
        }
    }

    void tell() {
        cancel();
        if (areAllBegun()) {
            toldAt = System.nanoTime();
            items.emit(new SourceItem.Checkpoint(place()));
        }
    }

    /** Tells nothing any more, unless it is asked to. */
    void cancel() {
        if (telling != null) {
            telling.cancel(false);
            telling = null;
        }
    }

    private String place() {
        Instant now = Instant.now();
        long nanos = TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
        Map<String, ResumePoint> places = new HashMap<>();
        followers.forEach(each -> places.put(each.track().name(), each.place(nanos)));
        return new TailCheckpoint(places, items.toLeaveOut()).text();
    }
}
