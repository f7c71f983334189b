package dev.tailrace.cursor;

import dev.tailrace.log.ReadResult;
import dev.tailrace.log.RecentRecords;
import dev.tailrace.log.StreamLog;
import dev.tailrace.model.Batch;
import dev.tailrace.model.Ending;
import dev.tailrace.model.Gap;
import dev.tailrace.model.GapReason;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * A reader's position in a log, as a {@code Multi} whose demand is the reader's own: each request
 * is answered with everything there is, as far as it lies together.
 *
 * <pre>
 *                 the next seq is in memory
 *     Replaying ----------------------------------> Live
 *         | ^        memory has moved past it        |
 *         | `----------------------------------------'
 *         |    bound reached, stream ended, cancelled |
 *         `-------------------> over <----------------'
 * </pre>
 *
 * That the next seq is in memory is the only condition for going live: equality of positions, never
 * a guess. Confined to its owner, the event loop of its connection: every call and every signal is
 * there, but {@link #request(long)} and {@link #cancel} may come from any thread; only pages are
 * read on the replay threads, one at a time and when it is its turn ({@link Replayers}). It can be
 * subscribed to once.
 */
public final class Cursor extends StreamCursor {
    private sealed interface State {
        record Replaying(Replay replay) implements State {}

        record Live() implements State {}
    }

    private final Feed feed;
    private final StreamLog log;
    private final RecentRecords recent;
    private final Overflow overflow;
    private final Bounds bounds = new Bounds();
    private final ScheduledExecutorService owner;
    private final Replayers replayers;
    private final Waiters.Waiter waiter;

    /** The owner's thread, once it is subscribed to. */
    private volatile @Nullable Thread home;

    private State state;
    private long next;
    private boolean outlivesStream;

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
        this.recent = log.recent();
        this.overflow = overflow;
        this.owner = owner;
        this.replayers = replayers;
        this.waiter = feed.waitersOn(owner).waiter(this::serve);
        this.next = from;
        // One that begins in memory is live from now on, whenever it asks for its first records.
        this.state = next >= recent.first() ? new State.Live() : replaying();
    }

    private State replaying() {
        return new State.Replaying(new Replay(log, owner, replayers, this::serve));
    }

    @Override
    public void endBefore(long seq, Ending ending) {
        readNothingFrom(seq, ending);
        serve();
    }

    @Override
    public void readNothingFrom(long seq, Ending ending) {
        bounds.endBefore(seq, ending);
    }

    /** Ends the cursor before the first record at {@code time}, ns since 1970, or after it. */
    public void endBeforeTime(long time) {
        bounds.endBeforeTime(time);
    }

    @Override
    public void outliveStream() {
        outlivesStream = true;
    }

    @Override
    public long next() {
        return next;
    }

    @Override
    public boolean isAtBound() {
        return bounds.isReached(next);
    }

    @Override
    public long lag(long newest) {
        return Math.max(0, newest - next);
    }

    @Override
    public boolean isReplaying() {
        return ending() == null && state instanceof State.Replaying;
    }

    @Override
    void begin() {
        home = Thread.currentThread();
    }

    @Override
    public void request(long deliveries) {
        if (isHome()) {
            super.request(deliveries);
        } else {
            owner.execute(() -> super.request(deliveries));
        }
    }

    @Override
    public void cancel() {
        if (home == null || isHome()) {
            super.cancel();
        } else {
            owner.execute(super::cancel);
        }
    }

    private boolean isHome() {
        return Thread.currentThread().equals(home);
    }

    @Override
    public void putBack(long seq) {
        next = seq;
    }

    @Override
    boolean step() {
        return switch (state) {
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
        Replay.Page page = hasDemand() ? replay.pageAt(next) : null;
        if (page != null) {
            take(replay, page);
            return true;
        }
        if (recent.holds(next)) {
            replay.close();
            state = new State.Live();
            feed.rejoined();
            return true;
        }
        if (!hasDemand()) {
            long since = next;
            replay.restIfStill(() -> !hasDemand() && next == since);
            return false;
        }
        long first = log.first();
        if (next < first) {
            return lost(first - 1, log.goneReason());
        }
        replay.read(next);
        return !replay.isReading();
    }

    private boolean live() {
        if (bounds.isReached(next)) {
            return complete(bounds.ending());
        }
        if (!hasDemand()) {
            return false;
        }
        long allowed = waiter.horizon() - next;
        if (allowed <= 0) {
            return awaitNextPass();
        }
        Batch batch = recent.from(next);
        if (batch != null) {
            return deliver(batch.slice(0, (int) Math.min(batch.count(), allowed)));
        }
        return next < recent.first() ? fallBack() : awaitMore();
    }

    /** It has what this pass gives it; if there is more by then, the next one is due at once. */
    private boolean awaitNextPass() {
        if (recent.next() <= next) {
            return awaitMore();
        }
        waiter.await();
        return false;
    }

    private boolean fallBack() {
        return switch (overflow) {
            case WAIT -> {
                feed.fellBack();
                state = replaying();
                yield true;
            }
            case LATEST -> lost(recent.next() - 1, GapReason.OVERFLOW);
            case CLOSE -> complete(Ending.OVERFLOW);
        };
    }

    private boolean awaitMore() {
        // Asked before looking: what the stream ended with was published before it ended.
        boolean ended = isStreamEnded();
        if (!ended) {
            waiter.await();
        }
        if (recent.next() > next || ended != isStreamEnded()) {
            return true;
        }
        return ended && complete(feed.isRemoved() ? Ending.REMOVED : Ending.ENDED);
    }

    private boolean isStreamEnded() {
        return feed.isEnded() && (!outlivesStream || feed.isRemoved());
    }

    private boolean deliver(Batch batch) {
        Batch wanted = bounds.within(batch.upTo(piece()));
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

    private void take(Replay replay, Replay.Page page) {
        switch (page) {
            case Replay.Page.Failed _ when feed.isRemoved() || log.isGone() ->
                    complete(Ending.REMOVED);
            case Replay.Page.Failed(Throwable failure) -> fail(failure);
            case Replay.Page.Found(ReadResult.Records(Batch batch), _) -> take(replay, batch);
            case Replay.Page.Found(ReadResult.Missing(Gap gap), long held) ->
                    lostBefore(Math.min(gap.to() + 1, held), gap.reason());
            // Neither in the files nor in memory, and nothing else tells why.
            case Replay.Page.Found(ReadResult.AtEnd _, long held) ->
                    lostBefore(held, GapReason.CORRUPT);
        }
    }

    /** Takes what the files have, as far as it is published and still wanted. */
    private void take(Replay replay, Batch batch) {
        long published = Math.min(batch.next(), recent.next());
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

    @Override
    void letGo() {
        waiter.leave();
        if (state instanceof State.Replaying(Replay replay)) {
            replay.close();
        }
    }
}
