package dev.tailrace.source;

import dev.tailrace.model.Origin;
import dev.tailrace.model.Reasons;
import io.smallrye.mutiny.helpers.Subscriptions;
import io.smallrye.mutiny.operators.AbstractMulti;
import io.smallrye.mutiny.subscription.MultiSubscriber;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * What one source brings, as a {@code Multi} with real demand: the source asks before each read
 * whether there is any, and does not read without.
 *
 * <pre>
 *   source --hasDemand: yes--> reads --emit-----------------------> onItem
 *     |                                `--none is left--> kept --request--> onItem
 *     |--hasDemand: no--> waits --request--> wanted: asks again
 *     |--complete--> all that is kept, and then onCompletion
 *      <--cancel--- cancelled: it lets go of what it reads
 * </pre>
 *
 * <p>A source that reads again what the log has says only where it begins and how much of that is
 * in the log ({@link #leaveOut}). That is left out here, for all sources: before anything is kept,
 * so that a place that is told and what is yet {@link #toLeaveOut} are of the same moment.
 *
 * <p>What is kept is what one read brings, such as the lines of a file's piece, each an item, and
 * what happens without a read: {@link #MAX_KEPT}.
 *
 * <p>It can be subscribed to once. {@code subscribe}, {@code request} and {@code cancel} may be
 * called from any thread; every signal comes on the source's loop, where all other calls must be.
 */
public final class SourceItems extends AbstractMulti<SourceItem> implements Flow.Subscription {
    /**
     * How many items are kept that nobody has asked for yet. It has no meter, since no source comes
     * to it: the largest read brings fewer items than it has bytes, and a source that is told that
     * there is no demand does not read again. One that does is at fault, and fails.
     */
    static final int MAX_KEPT = IngestLoop.MAX_READ_BYTES + 16;

    private final SourceTasks tasks;
    private final Runnable wanted;
    private final Runnable cancelled;
    private final AtomicBoolean subscribed = new AtomicBoolean();
    private final CompletableFuture<Void> over = new CompletableFuture<>();
    private final ArrayDeque<SourceItem> kept = new ArrayDeque<>();
    private @Nullable MultiSubscriber<? super SourceItem> subscriber;

    private ProducedBytes toLeaveOut = ProducedBytes.NONE;

    /** Whether readers see something that was emitted only after a commit. */
    private boolean uncommitted;

    private long demand;
    private boolean emitting;
    private boolean closed;
    private boolean gone;

    /** Whether the source waits to be told that there is demand. */
    private boolean waiting;

    /**
     * @param wanted run on the loop once there is demand, after the source was told that there is
     *     none
     * @param cancelled run on the loop once nobody wants any more: then {@link #complete} is due
     */
    public SourceItems(SourceTasks tasks, Runnable wanted, Runnable cancelled) {
        this.tasks = tasks;
        this.wanted = wanted;
        this.cancelled = cancelled;
    }

    /**
     * Whether the source may read, once. If not, it is told by {@code wanted} when it should ask
     * again.
     */
    public boolean hasDemand() {
        waiting = !isWanted();
        return !waiting;
    }

    private boolean isWanted() {
        return demand > 0 && kept.isEmpty() && !gone;
    }

    /** Whether nobody wants any more. */
    public boolean isCancelled() {
        return gone;
    }

    /** Whether the source has come to its end. */
    public boolean isClosed() {
        return closed;
    }

    /**
     * Completes when the subscriber has had all, or has cancelled and the source has let go. Any
     * thread.
     */
    public CompletionStage<Void> over() {
        return over.minimalCompletionStage();
    }

    /** Whether {@link #over} has completed. Any thread. */
    public boolean isOver() {
        return over.isDone();
    }

    /** The log has the next bytes, so many of each origin, and what comes after them is new. */
    public void leaveOut(ProducedBytes bytes) {
        toLeaveOut = bytes;
    }

    /** The same of one origin. */
    public void leaveOut(Origin origin, long bytes) {
        toLeaveOut = toLeaveOut.with(origin, bytes);
    }

    /** How many of the next bytes the log has. */
    public ProducedBytes toLeaveOut() {
        return toLeaveOut;
    }

    /** Whether the log has more than what was read again up to here. */
    public boolean isLeavingOut() {
        return toLeaveOut.sum() > 0;
    }

    /**
     * Hands an item on, or keeps it until it is asked for; nothing once it is closed, nor bytes
     * that the log has.
     */
    public void emit(SourceItem item) {
        if (item instanceof SourceItem.Chunk chunk) {
            emit(chunk);
        } else {
            handOn(item);
        }
    }

    private void emit(SourceItem.Chunk chunk) {
        long left = toLeaveOut.of(chunk.origin());
        int skipped = (int) Math.min(left, chunk.length());
        if (skipped > 0) {
            leaveOut(chunk.origin(), left - skipped);
        }
        if (skipped < chunk.length()) {
            uncommitted |= chunk.timed() != SourceItem.Timed.READ;
            handOn(skipped == 0 ? chunk : chunk.from(skipped));
        }
    }

    /** Lets readers see what was emitted, if anything waits for that. */
    public void commit() {
        if (uncommitted) {
            uncommitted = false;
            emit(new SourceItem.Commit());
        }
    }

    /** An unfinished line of either output does not go on. */
    public void endLines() {
        commit();
        emit(new SourceItem.End(Origin.STDOUT));
        emit(new SourceItem.End(Origin.STDERR));
    }

    private void handOn(SourceItem item) {
        if (closed || gone) {
            return;
        }
        if (emitting || !isWanted()) {
            keep(item);
            return;
        }
        emitting = true;
        try {
            hand(item);
        } finally {
            emitting = false;
        }
        if (waiting || closed || !kept.isEmpty()) {
            drain();
        }
    }

    private void keep(SourceItem item) {
        if (item instanceof SourceItem.Checkpoint
                && kept.peekLast() instanceof SourceItem.Checkpoint) {
            kept.removeLast(); // the newer one says more
        }
        if (kept.size() == MAX_KEPT) {
            throw new IllegalStateException("it brings what was not asked for");
        }
        kept.add(item instanceof SourceItem.Chunk chunk ? chunk.kept() : item);
    }

    private void hand(SourceItem item) {
        MultiSubscriber<? super SourceItem> to = subscriber;
        if (to != null) {
            demand = demand == Long.MAX_VALUE ? demand : demand - 1;
            to.onItem(item);
        }
    }

    /** Nothing comes after what was emitted. More than once is once. */
    public void complete() {
        closed = true;
        drain();
    }

    private void drain() {
        if (emitting) {
            return;
        }
        emitting = true;
        try {
            while (demand > 0 && !kept.isEmpty()) {
                hand(kept.remove());
            }
        } finally {
            emitting = false;
        }
        if (closed && kept.isEmpty()) {
            end();
        } else if (waiting && isWanted()) {
            waiting = false;
            tasks.execute(wanted);
        }
    }

    private void end() {
        MultiSubscriber<? super SourceItem> to = subscriber;
        subscriber = null;
        try {
            if (to != null) {
                to.onCompletion();
            }
        } finally {
            over.complete(null);
        }
    }

    @Override
    public void subscribe(MultiSubscriber<? super SourceItem> downstream) {
        if (subscribed.compareAndSet(false, true)) {
            tasks.execute(() -> begin(downstream));
        } else {
            Subscriptions.fail(
                    downstream,
                    new IllegalStateException(tasks.name() + " can be subscribed to once"));
        }
    }

    private void begin(MultiSubscriber<? super SourceItem> downstream) {
        subscriber = downstream;
        downstream.onSubscribe(this);
        drain();
    }

    @Override
    public void request(long items) {
        if (tasks.isHere() && emitting && items > 0) {
            demand = Subscriptions.add(demand, items); // after each item: without any garbage
        } else {
            tasks.runOnLoop(() -> ask(items));
        }
    }

    private void ask(long items) {
        MultiSubscriber<? super SourceItem> by = subscriber;
        if (by == null) {
            return;
        }
        if (items <= 0) {
            leave();
            by.onFailure(Reasons.ofRequest(items));
            return;
        }
        demand = Subscriptions.add(demand, items);
        drain();
    }

    @Override
    public void cancel() {
        tasks.runOnLoop(this::leave);
    }

    private void leave() {
        if (gone || over.isDone()) {
            return;
        }
        gone = true;
        subscriber = null;
        demand = 0;
        kept.clear();
        if (closed) {
            over.complete(null);
        } else {
            tasks.execute(cancelled);
        }
    }
}
