package dev.tailrace.source.tail;

import dev.tailrace.model.Origin;
import dev.tailrace.source.Opening;
import dev.tailrace.source.Resumed;
import dev.tailrace.source.SourceItem;
import dev.tailrace.source.SourceItems;
import dev.tailrace.source.SourceTasks;
import dev.tailrace.source.tail.Beginning.Begun;
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
final class Places {
    private static final System.Logger LOG = System.getLogger(Places.class.getName());

    /** The hub keeps a place a second; to make one costs some 20 us. */
    private static final Duration APART = Duration.ofMillis(250);

    private final TailSource.Spec spec;
    private final List<Follower> followers;
    private final Handover out;
    private final SourceTasks tasks;
    private final Opening stream;
    private final SourceItems items;

    /** Those that could not be begun yet, by their numbers. */
    private final List<Integer> unbegun = new ArrayList<>();

    private Optional<TailPlace> from = Optional.empty();
    private @Nullable Future<?> telling;
    private long toldAt = System.nanoTime();

    Places(
            TailSource.Spec spec,
            List<Follower> followers,
            Handover out,
            SourceTasks tasks,
            Opening stream,
            SourceItems items) {
        this.spec = spec;
        this.followers = followers;
        this.out = out;
        this.tasks = tasks;
        this.stream = stream;
        this.items = items;
    }

    /** Begins where it was. */
    void resume() {
        Resumed resumed = stream.resumed();
        from = resumed.place().flatMap(TailPlace::read);
        from.ifPresent(place -> out.leaveOut(place, resumed));
        for (int i = 0; i < followers.size(); i++) {
            unbegun.add(i);
        }
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

    private boolean begins(int number) {
        Follower follower = followers.get(number);
        Follower.Track track = spec.tracks().get(number);
        Optional<FollowerPlace> place =
                from.flatMap(all -> Optional.ofNullable(all.series().get(track.name())));
        boolean atEnd = spec.fromEnd() && from.isEmpty();
        Begun begun =
                follower.begin(beginning ->
                        place.isPresent()
                                ? beginning.at(place.get())
                                : atEnd ? beginning.atEnd() : beginning.atFirst());
        if (begun == Begun.ELSEWHERE) {
            leaveOutNothing(track);
        }
        return begun != Begun.NOT_YET;
    }

    /** Nobody knows what of it the log has. */
    private void leaveOutNothing(Follower.Track track) {
        if (followers.size() == 1) {
            out.leaveOutNothing(Origin.STDOUT);
            out.leaveOutNothing(Origin.STDERR);
        } else {
            out.leaveOutNothing(track.origin());
        }
    }

    /** All that there was has been read again, and the log should not have more than that. */
    void caughtUp() {
        out.toLeaveOut()
                .forEach((origin, left) -> {
                    LOG.log(
                            System.Logger.Level.WARNING,
                            "{0}: the log has {1,number,#} bytes of {2} that are no longer there.",
                            spec.name(),
                            left,
                            origin.text());
                    out.leaveOutNothing(origin);
                });
        tellLater();
    }

    /** Tells where it is, but not too often. */
    void tellLater() {
        if (telling == null) {
            long wait = APART.toNanos() - (System.nanoTime() - toldAt);
            telling = tasks.after(Duration.ofNanos(Math.max(0, wait)), this::tell);
        }
    }

    /** Tells where it is. */
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
        Map<String, FollowerPlace> places = new HashMap<>();
        for (int i = 0; i < followers.size(); i++) {
            places.put(spec.tracks().get(i).name(), followers.get(i).place(nanos));
        }
        return new TailPlace(places, out.toLeaveOut()).text();
    }
}
