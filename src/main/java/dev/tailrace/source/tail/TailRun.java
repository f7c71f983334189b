package dev.tailrace.source.tail;

import dev.tailrace.model.LossReason;
import dev.tailrace.model.SourceEvent;
import dev.tailrace.source.Opening;
import dev.tailrace.source.SourceItem;
import dev.tailrace.source.SourceItems;
import dev.tailrace.source.SourceTasks;
import dev.tailrace.source.tail.file.Window;
import dev.tailrace.source.tail.rotation.Candidate;
import dev.tailrace.source.tail.rotation.RotationCheck.Verdict;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link TailSource} is from its start to its end: when its followers have a turn, and when
 * names are looked at. Only on the loop's thread, but for {@link #wake}.
 *
 * <pre>
 *   TURN --there was something--> TURN, at once or soon
 *    ^ |`--nothing--> QUIET, watched: a growth, a name, a poll --> TURN
 *    | `--no demand--> HELD: sizes are noted now and then
 *    `-------wanted-----'
 * </pre>
 */
final class TailRun {
    /** Four full pipes, as other sources: what is beyond it is read after the next start. */
    static final long STOP_DRAIN_BYTES = 4L * 1024 * 1024;

    /** For what no watch tells: file systems over a network, a queue that was full. */
    private static final Duration POLL = Duration.ofSeconds(10);

    /**
     * While nothing is read, the sizes of files are noted so often: what one had that is cut off
     * meanwhile is lost, and is told.
     */
    static final Duration NOTE_SIZES = Duration.ofMillis(100);

    final SourceTasks tasks;
    final SourceItems items;
    private final TailSpec spec;
    private final Tails tails;
    private final List<Follower> followers;
    private final TailCheckpoints checkpoints;
    private final SeriesFolders folders;
    private final UnreadableFiles unreadable = new UnreadableFiles();
    private final AtomicBoolean looking = new AtomicBoolean();

    /** Of the next turn, or of the next look at sizes while there is no demand. */
    private @Nullable Future<?> timer;

    private @Nullable Future<?> poll;
    private @Nullable Future<?> retry;
    private long seenAt = System.nanoTime();

    TailRun(TailSpec spec, SourceTasks tasks, Opening stream, Tails tails) {
        this.spec = spec;
        this.tasks = tasks;
        this.items = new SourceItems(tasks, this::wanted, this::stop);
        this.tails = tails;
        this.folders = new SeriesFolders(spec, tails.watch, this::namesChanged);
        Window window = new Window(tasks.loop());
        this.followers =
                spec.tracks().stream()
                        .map(track ->
                                new Follower(
                                        track, spec.format(), items, window, tails, this::lost))
                        .toList();
        this.checkpoints = new TailCheckpoints(spec, followers, tasks, stream, items);
    }

    private boolean isOver() {
        return items.isClosed();
    }

    void start() {
        if (isOver()) {
            return;
        }
        folders.watch();
        checkpoints.resume();
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
            Verdict first = checkpoints.areAllBegun() ? Verdict.OTHER : Verdict.NOT_YET;
            verdicts.put(
                    candidate,
                    followers.stream()
                            .map(each -> each.verdict(candidate))
                            .reduce(first, Verdict::and));
        }
        if (verdicts.containsValue(Verdict.ROTATION)) {
            checkpoints.tellLater(); // it is known after the next start, too
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
        Follower.Turn most = Follower.Turn.QUIET;
        for (Follower each : items.hasDemand() ? followers : List.<Follower>of()) {
            Follower.Turn turn = each.turn(tails.limits.turnBytes());
            most = turn.compareTo(most) < 0 ? turn : most;
        }
        if (most != Follower.Turn.QUIET) {
            checkpoints.tellLater();
        }
        if (!items.hasDemand()) {
            hold();
            return;
        }
        switch (most) {
            case MORE -> turnIn(Duration.ZERO);
            case SOON -> turnIn(Follower.SOON);
            case QUIET -> quiet();
        }
    }

    private void hold() {
        if (!isOver()) {
            followers.forEach(each -> each.quiet().noteSize());
            timer = tasks.after(NOTE_SIZES, this::hold);
        }
    }

    private void wanted() {
        cancel(timer);
        timerRan();
    }

    private void turnIn(Duration delay) {
        timer = tasks.after(delay, this::timerRan);
    }

    private void timerRan() {
        timer = null;
        turn();
    }

    private void quiet() {
        if (items.isLeavingOut() && checkpoints.areAllBegun()) {
            // A file may have been cut off since the last look, and what it had is in a copy.
            if (followers.stream().map(Follower::findsMore).reduce(false, Boolean::logicalOr)) {
                turnIn(Follower.SOON);
                return;
            }
            if (followers.stream().allMatch(Follower::isAtLastFile)) {
                checkpoints.caughtUp();
            }
        }
        if (!checkpoints.areAllBegun() || followers.stream().anyMatch(Follower::hasMore)) {
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

    /** There are files that could not be opened, or not be told from others yet. */
    private void lookLater() {
        if (retry == null) {
            retry = tasks.after(Tails.POLL_UNWATCHED, this::lookAgain);
        }
    }

    private void lookAgain() {
        retry = null;
        look();
    }

    private void lost(LossReason reason, String file, long bytes) {
        items.commit();
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
        if (!isOver()) {
            folders.note();
            sayUnreadable();
            if (checkpoints.areAllBegun()) {
                followers.forEach(Follower::look);
            } else {
                checkpoints.beginRest();
            }
            turn();
        }
    }

    /** A discovery says that of what it finds. */
    private void sayUnreadable() {
        if (spec.endsAfter().isPresent()) {
            return;
        }
        try {
            for (Track each : spec.tracks()) {
                each.series().unreadable().forEach(unreadable::isNamedSo);
            }
        } catch (IOException e) {
            // The look that follows says why.
        }
    }

    private boolean isWatched() {
        return folders.areWatched()
                && followers.stream().allMatch(each -> each.quiet().canBeWatched());
    }

    private void pollLater() {
        poll = tasks.after(isWatched() ? POLL : Tails.POLL_UNWATCHED, this::poll);
    }

    private void poll() {
        if (isOver()) {
            return;
        }
        if (checkpoints.areAllBegun() && !items.isLeavingOut() && items.hasDemand()) {
            followers.forEach(this::readLate);
        }
        followers.forEach(each -> each.quiet().countBehind());
        if (isToLook()) {
            look();
        } else {
            turn();
        }
        // While there is a timer, there is more to read: of a file that is gone, for the last time.
        if (timer == null && spec.endsAfter().filter(this::isGone).isPresent()) {
            end(new SourceEvent.Ended());
        } else {
            pollLater();
        }
    }

    /** What came late is not behind any place that was told before. */
    private void readLate(Follower of) {
        if (of.readLate()) {
            checkpoints.tell();
        }
    }

    private boolean isToLook() {
        return folders.areDue()
                || !checkpoints.areAllBegun()
                || followers.stream().anyMatch(each -> each.quiet().hasOtherNames());
    }

    private boolean isGone(Duration longEnough) {
        for (Follower each : followers) {
            if (each.quiet().isThere()) {
                seenAt = System.nanoTime();
            }
        }
        return System.nanoTime() - seenAt > longEnough.toNanos();
    }

    /** Hands on a last turn; what is beyond it is there after the next start. */
    void stop() {
        if (!isOver()) {
            followers.forEach(each -> each.turn(STOP_DRAIN_BYTES));
            end(null);
        }
    }

    void fail(String reason) {
        if (!isOver()) {
            end(new SourceEvent.Failed(reason));
        }
    }

    private void end(@Nullable SourceEvent why) {
        try {
            close();
            if (why != null) {
                items.emit(new SourceItem.Event(why));
            }
        } finally {
            items.complete();
        }
    }

    private void close() {
        cancel(timer);
        cancel(poll);
        cancel(retry);
        folders.close();
        items.endLines();
        checkpoints.tell();
        followers.forEach(Follower::close);
    }

    private static void cancel(@Nullable Future<?> timer) {
        if (timer != null) {
            timer.cancel(false);
        }
    }
}
