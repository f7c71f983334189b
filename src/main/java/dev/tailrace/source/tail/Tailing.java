package dev.tailrace.source.tail;

import dev.tailrace.model.LossReason;
import dev.tailrace.model.Origin;
import dev.tailrace.model.SourceEvent;
import dev.tailrace.source.Opening;
import dev.tailrace.source.SourceItem;
import dev.tailrace.source.SourceItems;
import dev.tailrace.source.SourceTasks;
import dev.tailrace.source.tail.RotationCheck.Verdict;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link TailSource} is from its start to its end: who has a turn when, and where it is kept
 * to be. Only on the loop's thread, but for {@link #wake}.
 */
final class Tailing {
    /** Four full pipes, as other sources: what is beyond it is read after the next start. */
    static final long STOP_DRAIN_BYTES = 4L * 1024 * 1024;

    /** A folder whose watch tells of each name is asked all the same whether any has changed. */
    private static final Duration ASK = Duration.ofSeconds(30);

    /** A folder that tells of no change at all is looked through so often. */
    private static final Duration LOOK = Duration.ofMinutes(5);

    /**
     * While nothing is read, the sizes of files are noted so often: what one had that is cut off
     * meanwhile is lost, and is told.
     */
    static final Duration NOTE_SIZES = Duration.ofMillis(100);

    /** Files that are gone for so long do not come back: their container is gone, too. */
    private static final Duration GONE = Duration.ofSeconds(10);

    final SourceTasks tasks;
    final SourceItems items;
    private final TailSource.Spec spec;
    private final Tails tails;
    private final Handover out;
    private final List<Follower> followers;
    private final Places places;
    private final Folders folders;
    private final AtomicBoolean looking = new AtomicBoolean();
    private @Nullable Future<?> timer;
    private @Nullable Future<?> poll;
    private @Nullable Future<?> retry;
    private @Nullable Future<?> sizes;

    /** Whether nothing is read, for want of demand. */
    private boolean held;

    private long lookedAt;
    private long seenAt = System.nanoTime();

    Tailing(TailSource.Spec spec, SourceTasks tasks, Opening stream, Tails tails) {
        this.spec = spec;
        this.tasks = tasks;
        this.items = new SourceItems(tasks, this::wanted, this::stop);
        this.tails = tails;
        this.out = new Handover(items);
        this.folders = new Folders(spec.tracks(), tails.watch(), this::namesChanged);
        Window window = new Window(tasks.loop());
        this.followers =
                spec.tracks().stream()
                        .map(track ->
                                new Follower(track, spec.format(), out, window, tails, this::lost))
                        .toList();
        this.places = new Places(spec, followers, out, tasks, stream, items);
    }

    private boolean isOver() {
        return items.isClosed();
    }

    void start() {
        if (isOver()) {
            return;
        }
        folders.watch();
        places.resume();
        sayUnreadable();
        pollLater();
        turn();
    }

    /** What files are that were found beside those that are followed. */
    Map<Candidate, Verdict> verdicts(List<Candidate> candidates) {
        Map<Candidate, Verdict> verdicts = new HashMap<>();
        if (isOver()) {
            return verdicts;
        }
        for (Candidate candidate : candidates) {
            Verdict first = places.areAllBegun() ? Verdict.OTHER : Verdict.NOT_YET;
            verdicts.put(
                    candidate,
                    followers.stream()
                            .map(each -> each.verdict(candidate))
                            .reduce(first, Verdict::and));
        }
        if (verdicts.containsValue(Verdict.ROTATION)) {
            places.tellLater(); // it is known after the next start, too
        }
        return verdicts;
    }

    /** Something has grown. Any thread. */
    void wake() {
        tasks.execute(this::turn);
    }

    private void turn() {
        if (isOver() || timer != null) {
            return;
        }
        held = !out.hasDemand();
        if (held) {
            noteSizes();
            return;
        }
        Follower.Turn most = Follower.Turn.QUIET;
        for (Follower each : followers) {
            Follower.Turn turn = each.turn(tails.limits().turnBytes());
            most = turn.compareTo(most) < 0 ? turn : most;
        }
        if (most != Follower.Turn.QUIET) {
            places.tellLater();
        }
        held = !out.hasDemand();
        if (held) {
            noteSizes();
            return;
        }
        switch (most) {
            case MORE -> turnIn(Duration.ZERO);
            case SOON -> turnIn(Follower.SOON);
            case QUIET -> quiet();
        }
    }

    private void wanted() {
        held = false;
        turn();
    }

    private void noteSizes() {
        if (held && !isOver()) {
            followers.forEach(each -> each.quiet().noteSize());
            cancel(sizes);
            sizes = tasks.after(NOTE_SIZES, this::noteSizes);
        }
    }

    private void turnIn(Duration delay) {
        timer = tasks.after(delay, this::timerRan);
    }

    private void timerRan() {
        timer = null;
        turn();
    }

    private void quiet() {
        if (out.isLeavingOut() && places.areAllBegun()) {
            if (findsMore()) {
                turnIn(Follower.SOON);
                return;
            }
            if (followers.stream().allMatch(Follower::isAtLastFile)) {
                places.caughtUp();
            }
        }
        if (!places.areAllBegun() || followers.stream().anyMatch(Follower::hasMore)) {
            lookLater();
        }
        for (Follower each : followers) {
            each.quiet().countBehind();
            if (!each.quiet().watch(this::wake)) {
                turnIn(Follower.SOON);
                return;
            }
        }
    }

    /** A file may have been cut off since the last look, and what it had is in a copy. */
    private boolean findsMore() {
        boolean found = false;
        for (Follower each : followers) {
            found |= each.findsMore();
        }
        return found;
    }

    /** There are files that could not be opened, or not be told from others yet. */
    private void lookLater() {
        if (retry == null) {
            retry = tasks.after(Follower.POLL_UNWATCHED, this::lookAgain);
        }
    }

    private void lookAgain() {
        retry = null;
        look();
    }

    private void lost(LossReason reason, String file, long bytes) {
        out.commit();
        SourceEvent lost = new SourceEvent.Lost(reason, file, bytes);
        // Of now it would drag the times of older lines along that are yet to be read.
        boolean timed = followers.stream().anyMatch(Follower::mayHaveTimes);
        items.emit(new SourceItem.Event(lost, timed ? SourceItem.AFTER_LAST : null));
    }

    /** A name of its files has come, gone or changed. Any thread. */
    private void namesChanged() {
        if (looking.compareAndSet(false, true)) {
            tasks.execute(this::look);
        }
    }

    private void look() {
        looking.set(false);
        lookedAt = System.nanoTime();
        if (!isOver()) {
            folders.watch();
            folders.looking();
            sayUnreadable();
            if (places.areAllBegun()) {
                followers.forEach(Follower::look);
            } else {
                places.beginRest();
            }
            turn();
        }
    }

    /** Of what a discovery has found, that has said so. */
    private void sayUnreadable() {
        if (!spec.ends()) {
            followers.forEach(Follower::sayUnreadable);
        }
    }

    private boolean isWatched() {
        return folders.areWatched()
                && followers.stream().allMatch(each -> each.quiet().canBeWatched());
    }

    private void pollLater() {
        poll = tasks.after(isWatched() ? Follower.POLL : Follower.POLL_UNWATCHED, this::poll);
    }

    private void poll() {
        if (isOver()) {
            return;
        }
        if (!out.isLeavingOut() && out.hasDemand()) {
            followers.forEach(this::readLate);
        }
        followers.forEach(each -> each.quiet().countBehind());
        if (isToLook()) {
            look();
        } else {
            turn();
        }
        if (spec.ends() && timer == null && isGone()) {
            end();
        } else {
            pollLater();
        }
    }

    /** What came late is not behind any place that was told before. */
    private void readLate(Follower of) {
        if (of.readLate()) {
            places.tell();
        }
    }

    private boolean isToLook() {
        long since = System.nanoTime() - lookedAt;
        boolean asks = since > ASK.toNanos() || !folders.areWatched();
        return since > LOOK.toNanos()
                || !places.areAllBegun()
                || (asks && folders.mayHaveChanged())
                || followers.stream().anyMatch(each -> each.quiet().hasOtherNames());
    }

    private boolean isGone() {
        for (Follower each : followers) {
            if (each.quiet().isThere()) {
                seenAt = System.nanoTime();
            }
        }
        return System.nanoTime() - seenAt > GONE.toNanos();
    }

    private void end() {
        close();
        items.emit(new SourceItem.Event(new SourceEvent.Ended()));
        items.complete();
    }

    /** Hands on a last turn; what is beyond it is there after the next start. */
    void stop() {
        if (isOver()) {
            return;
        }
        followers.forEach(each -> each.turn(STOP_DRAIN_BYTES));
        close();
        items.complete();
    }

    private void close() {
        cancel(timer);
        cancel(poll);
        cancel(retry);
        cancel(sizes);
        folders.close();
        out.commit();
        items.emit(new SourceItem.End(Origin.STDOUT));
        items.emit(new SourceItem.End(Origin.STDERR));
        places.tell();
        followers.forEach(Follower::close);
    }

    void fail(String reason) {
        if (!isOver()) {
            try {
                close();
                items.emit(new SourceItem.Event(new SourceEvent.Failed(reason)));
            } finally {
                items.complete();
            }
        }
    }

    private static void cancel(@Nullable Future<?> timer) {
        if (timer != null) {
            timer.cancel(false);
        }
    }
}
