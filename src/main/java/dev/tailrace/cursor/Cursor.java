package dev.tailrace.cursor;

import dev.tailrace.log.RecentRecords;
import dev.tailrace.log.SegmentReader;
import dev.tailrace.log.StreamLog;
import dev.tailrace.model.Batch;
import dev.tailrace.model.Ending;
import dev.tailrace.model.Gap;
import dev.tailrace.model.GapReason;
import io.smallrye.mutiny.helpers.Subscriptions;
import io.smallrye.mutiny.operators.AbstractMulti;
import io.smallrye.mutiny.subscription.MultiSubscriber;
import java.util.concurrent.Flow;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * A reader's position in a log, as a {@code Multi} whose demand is the reader's own: each request
 * is answered with everything there is, as far as it lies together.
 *
 * <pre>
 *                   the next seq is in the tail
 *     Replaying ----------------------------------> Live
 *         | ^        the tail has moved past it      |
 *         | `----------------------------------------'
 *         |    bound reached, stream ended, cancelled |
 *         `------------------> Ended <----------------'
 * </pre>
 *
 * That the next seq is in the tail is the only condition for going live: equality of positions,
 * never a guess. Confined to its owner, the event loop of its connection: every call and every
 * signal is there, but {@link #request(long)} and {@link #cancel} may come from any thread; only
 * pages are read on the replay threads, one at a time and when it is its turn ({@link Replayers}).
 * It can be subscribed to once.
 */
public final class Cursor extends AbstractMulti<Delivery> implements Flow.Subscription {
    static final int NOT_WAITING = -1;

    /**
     * What is handed out at once at most, by {@link Batch#upTo}: what a stalled reader holds. Half
     * of it costs a quarter more CPU a line, since each piece is a write.
     */
    public static final int PIECE_BYTES = 60 * 1024;

    private sealed interface State {
        record Replaying(Replay replay) implements State {}

        record Live() implements State {}

        record Ended(Ending ending) implements State {}
    }

    private final Feed feed;
    private final StreamLog log;
    private final RecentRecords tail;
    private final Overflow overflow;
    private final Bounds bounds = new Bounds();
    private final ScheduledExecutorService owner;
    private final Replayers replayers;
    private final Waiters waiters;
    private @Nullable MultiSubscriber<? super Delivery> subscriber;

    /** The owner's thread, once it is subscribed to. */
    private volatile @Nullable Thread home;

    private State state;
    private long next;
    private long demand;
    private int piece = PIECE_BYTES;
    private boolean draining;
    private boolean outlivesStream;
    private int waitingAt = NOT_WAITING;

    /**
     * @param from the seq to begin with
     * @param owner the single thread that this cursor is confined to
     * @param replayers where files may be read, in turn
     */
    public Cursor(
            Feed feed,
            long from,
            Overflow overflow,
            ScheduledExecutorService owner,
            Replayers replayers) {
        this.feed = feed;
        this.log = feed.log();
        this.tail = log.tail();
        this.overflow = overflow;
        this.owner = owner;
        this.replayers = replayers;
        this.waiters = feed.waitersOn(owner);
        this.next = from;
        // Who begins in the tail is live from now on, whenever it asks for its first records.
        this.state = next >= tail.first() ? new State.Live() : replaying();
    }

    private State replaying() {
        return new State.Replaying(new Replay(log, owner, replayers, this::drain));
    }

    /** Ends the cursor before the record {@code seq}, for the reason {@code ending}. */
    public void endBefore(long seq, Ending ending) {
        readNothingFrom(seq, ending);
        drain();
    }

    /**
     * Has the cursor hand out nothing from the record {@code seq} on: to be called before there is
     * such a record, since the owner may be about to read. Then {@link #endBefore} is due. Any
     * thread.
     */
    public void readNothingFrom(long seq, Ending ending) {
        bounds.endBefore(seq, ending);
    }

    /** Ends the cursor before the first record at {@code time}, ns since 1970, or after it. */
    public void endBeforeTime(long time) {
        bounds.endBeforeTime(time);
    }

    /** The end of the stream is not the cursor's: it waits for the stream to go on. */
    public void outliveStream() {
        outlivesStream = true;
    }

    /** The seq of the record that comes next; from another thread it may be a moment old. */
    public long next() {
        return next;
    }

    /** Why the cursor is over, once it is. */
    public @Nullable Ending ending() {
        return state instanceof State.Ended(Ending ending) ? ending : null;
    }

    /** Whether it is where it is to end before its stream does. */
    public boolean isAtBound() {
        return bounds.isReached(next);
    }

    /** Whether the cursor reads files rather than the tail. */
    public boolean isReplaying() {
        return state instanceof State.Replaying;
    }

    @Override
    public void subscribe(MultiSubscriber<? super Delivery> downstream) {
        if (home != null) {
            Subscriptions.fail(
                    downstream, new IllegalStateException("a cursor can be subscribed to once"));
            return;
        }
        home = Thread.currentThread();
        subscriber = downstream;
        downstream.onSubscribe(this);
        drain();
    }

    @Override
    public void request(long deliveries) {
        if (isHome()) {
            ask(deliveries);
        } else {
            owner.execute(() -> ask(deliveries));
        }
    }

    private boolean isHome() {
        return Thread.currentThread().equals(home);
    }

    private void ask(long deliveries) {
        if (deliveries <= 0) {
            fail(
                    new IllegalArgumentException(
                            deliveries + " is a non-positive subscription request"));
        } else {
            demand = Subscriptions.add(demand, deliveries);
            drain();
        }
    }

    /**
     * As {@link #request(long)}, by a reader that takes less than usual at a time from now on.
     *
     * @param bytes about how much of the wire a delivery is to take
     */
    public void request(long deliveries, int bytes) {
        piece = Math.min(bytes, PIECE_BYTES);
        request(deliveries);
    }

    @Override
    public void cancel() {
        if (home == null || isHome()) {
            end(Ending.GONE);
        } else {
            owner.execute(() -> end(Ending.GONE));
        }
    }

    /**
     * The reader has no room for what it was handed last, from the record {@code seq} on: that
     * comes again when it asks again, from wherever it then is. Only before it has asked for more.
     */
    public void putBack(long seq) {
        next = seq;
    }

    /** There may be something new. */
    void wake() {
        drain();
    }

    /** Where this cursor stands among those that wait. */
    void waitingAt(int place) {
        waitingAt = place;
    }

    private void drain() {
        if (draining || subscriber == null) {
            return;
        }
        draining = true;
        try {
            boolean more = true;
            while (more) {
                more = step();
            }
        } catch (RuntimeException | Error e) {
            // It ends alone: others wait for their turn on the same thread. Nor is it left open
            // where memory ran out: nothing would wake it any more.
            fail(e);
        } finally {
            draining = false;
        }
    }

    /** Does the next thing there is to do; false when there is something to wait for. */
    private boolean step() {
        return switch (state) {
            case State.Ended _ -> false;
            case State.Replaying(Replay replay) -> replay(replay);
            case State.Live _ -> live();
        };
    }

    private boolean replay(Replay replay) {
        if (replay.isReading()) {
            return false;
        }
        if (bounds.isReached(next)) {
            return complete(bounds.ending());
        }
        Replay.Page page = demand == 0 ? null : replay.pageAt(next);
        if (page != null) {
            take(replay, page);
            return true;
        }
        if (tail.holds(next)) {
            replay.close();
            state = new State.Live();
            feed.rejoined();
            return true;
        }
        if (demand == 0) {
            long since = next;
            replay.restIfStill(() -> demand == 0 && next == since);
            return false;
        }
        long first = log.first();
        if (next < first) {
            return lost(first - 1, GapReason.RETENTION);
        }
        replay.read(next);
        return !replay.isReading();
    }

    private boolean live() {
        if (bounds.isReached(next)) {
            return complete(bounds.ending());
        }
        if (demand == 0) {
            return false;
        }
        long allowed = waiters.horizon() - next;
        if (allowed <= 0) {
            return awaitNextPass();
        }
        Batch batch = tail.from(next);
        if (batch != null) {
            return deliver(batch.slice(0, (int) Math.min(batch.count(), allowed)));
        }
        return next < tail.first() ? fallBack() : awaitMore();
    }

    /** It has what this pass gives it; if there is more by then, the next one is due at once. */
    private boolean awaitNextPass() {
        if (tail.next() <= next) {
            return awaitMore();
        }
        if (waitingAt == NOT_WAITING) {
            waiters.add(this);
        }
        return false;
    }

    private boolean fallBack() {
        return switch (overflow) {
            case WAIT -> {
                feed.fellBack();
                state = replaying();
                yield true;
            }
            case LATEST -> lost(tail.next() - 1, GapReason.OVERFLOW);
            case CLOSE -> complete(Ending.OVERFLOW);
        };
    }

    private boolean awaitMore() {
        // Asked before looking: what the stream ended with was published before it ended.
        boolean ended = isStreamEnded();
        if (waitingAt == NOT_WAITING && !ended) {
            waiters.add(this);
        }
        if (tail.next() > next || ended != isStreamEnded()) {
            return true;
        }
        return ended && complete(feed.isRemoved() ? Ending.REMOVED : Ending.ENDED);
    }

    private boolean isStreamEnded() {
        return feed.isEnded() && (!outlivesStream || feed.isRemoved());
    }

    private boolean deliver(Batch batch) {
        Batch wanted = bounds.within(batch.upTo(piece));
        if (wanted.count() == 0) {
            return true;
        }
        next = wanted.next();
        return emit(new Delivery.Records(wanted));
    }

    private boolean lost(long to, GapReason reason) {
        Gap gap = bounds.gap(next, to, reason);
        next = gap.to() + 1;
        return emit(new Delivery.Lost(gap));
    }

    private boolean emit(Delivery delivery) {
        demand--;
        if (subscriber != null) {
            subscriber.onItem(delivery);
        }
        return true;
    }

    private void take(Replay replay, Replay.Page page) {
        switch (page) {
            case Replay.Page.Failed _ when feed.isRemoved() || log.isGone() ->
                    complete(Ending.REMOVED);
            case Replay.Page.Failed(Throwable failure) -> fail(failure);
            case Replay.Page.Found(SegmentReader.Result.Records(Batch batch), _) ->
                    take(replay, batch);
            case Replay.Page.Found(SegmentReader.Result.Missing(Gap gap), long held) ->
                    lostBefore(Math.min(gap.to() + 1, held), gap.reason());
            // Neither in the files nor in the tail: the disk failed when they were new.
            case Replay.Page.Found(SegmentReader.Result.AtEnd _, long held) ->
                    lostBefore(held, GapReason.DISK_FULL);
        }
    }

    /** Takes what the files have, as far as it is published and still wanted. */
    private void take(Replay replay, Batch batch) {
        long published = Math.min(batch.next(), tail.next());
        if (next < published) {
            deliver(batch.slice((int) (next - batch.first()), (int) (published - batch.first())));
        } else {
            replay.dropPage();
        }
    }

    private void lostBefore(long seq, GapReason reason) {
        if (next < seq) {
            lost(seq - 1, reason);
        }
    }

    private void fail(Throwable failure) {
        MultiSubscriber<? super Delivery> told = subscriber;
        end(Ending.ERROR);
        if (told != null) {
            told.onFailure(failure);
        }
    }

    private boolean complete(Ending ending) {
        MultiSubscriber<? super Delivery> told = subscriber;
        end(ending);
        if (told != null) {
            told.onCompletion();
        }
        return false;
    }

    private void end(Ending ending) {
        State before = state;
        if (before instanceof State.Ended) {
            return;
        }
        state = new State.Ended(ending);
        subscriber = null;
        if (waitingAt != NOT_WAITING) {
            waiters.remove(waitingAt);
            waitingAt = NOT_WAITING;
        }
        if (before instanceof State.Replaying(Replay replay)) {
            replay.close();
        }
    }
}
