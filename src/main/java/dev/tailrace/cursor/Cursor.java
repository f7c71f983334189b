package dev.tailrace.cursor;

import dev.tailrace.log.SegmentReader;
import dev.tailrace.log.StreamLog;
import dev.tailrace.log.Tail;
import dev.tailrace.model.Batch;
import dev.tailrace.model.Ending;
import dev.tailrace.model.Gap;
import dev.tailrace.model.GapReason;
import io.smallrye.mutiny.operators.AbstractMulti;
import io.smallrye.mutiny.subscription.MultiSubscriber;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
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
 * signal is there; only pages are read on the replay threads, one at a time. It can be subscribed
 * to once.
 */
public final class Cursor extends AbstractMulti<Delivery> implements Flow.Subscription {
    static final int NOT_WAITING = -1;

    /** Opening a file again costs some ten microseconds: a client may well pause for less. */
    private static final long FILES_IDLE_MILLIS = 1000;

    private sealed interface State {
        record Replaying(SegmentReader reader) implements State {}

        record Live() implements State {}

        record Ended(Ending ending) implements State {}
    }

    private final Feed feed;
    private final StreamLog log;
    private final Tail tail;
    private final Overflow overflow;
    private final ScheduledExecutorService owner;
    private final Executor replayers;
    private final Waiters waiters;
    private @Nullable MultiSubscriber<? super Delivery> subscriber;
    private State state;
    private long next;
    private long end = Long.MAX_VALUE;
    private Ending atEnd = Ending.COMPLETE;
    private long endTime = Long.MAX_VALUE;
    private long demand;
    private boolean draining;
    private boolean reading;
    private boolean idleCheck;
    private int waitingAt = NOT_WAITING;

    /**
     * @param from the seq to begin with
     * @param owner the single thread that this cursor is confined to
     * @param replayers where files may be read
     */
    public Cursor(
            Feed feed,
            long from,
            Overflow overflow,
            ScheduledExecutorService owner,
            Executor replayers) {
        this.feed = feed;
        this.log = feed.log();
        this.tail = log.tail();
        this.overflow = overflow;
        this.owner = owner;
        this.replayers = replayers;
        this.waiters = feed.waitersOn(owner);
        this.next = from;
        this.state = new State.Replaying(log.reader());
    }

    /** Ends the cursor before the record {@code seq}, for the reason {@code ending}. */
    public void endBefore(long seq, Ending ending) {
        if (seq < end) {
            end = seq;
            atEnd = ending;
            drain();
        }
    }

    /** Ends the cursor before the first record at {@code time}, ns since 1970, or after it. */
    public void endBeforeTime(long time) {
        endTime = time;
    }

    /** The seq of the record that comes next. */
    public long next() {
        return next;
    }

    /** Why the cursor is over, once it is. */
    public @Nullable Ending ending() {
        return state instanceof State.Ended(Ending ending) ? ending : null;
    }

    /** Whether the cursor reads files rather than the tail. */
    public boolean isReplaying() {
        return state instanceof State.Replaying;
    }

    @Override
    public void subscribe(MultiSubscriber<? super Delivery> downstream) {
        if (subscriber != null) {
            throw new IllegalStateException("a cursor can be subscribed to once");
        }
        subscriber = downstream;
        downstream.onSubscribe(this);
        drain();
    }

    @Override
    public void request(long deliveries) {
        demand = demand + deliveries < 0 ? Long.MAX_VALUE : demand + deliveries;
        drain();
    }

    @Override
    public void cancel() {
        end(Ending.GONE);
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
        if (draining || reading || subscriber == null) {
            return;
        }
        draining = true;
        boolean more = true;
        while (more) {
            more =
                    switch (state) {
                        case State.Ended _ -> false;
                        case State.Replaying(SegmentReader reader) -> replay(reader);
                        case State.Live _ -> live();
                    };
        }
        draining = false;
    }

    /** One step of replay; false when there is something to wait for. */
    private boolean replay(SegmentReader reader) {
        if (next >= end) {
            return complete(atEnd);
        }
        if (tail.holds(next)) {
            closeReader(reader);
            state = new State.Live();
            return true;
        }
        if (demand == 0) {
            closeFilesIfIdle(reader);
            return false;
        }
        long first = log.first();
        if (next < first) {
            return lost(first - 1, GapReason.RETENTION);
        }
        reading = true;
        long seq = next;
        replayers.execute(() -> readPage(reader, seq));
        return false;
    }

    /**
     * A reader that wants nothing for a while lets its files go: they may be deleted meanwhile, and
     * the disk would have to keep them.
     */
    private void closeFilesIfIdle(SegmentReader reader) {
        if (idleCheck) {
            return;
        }
        idleCheck = true;
        long since = next;
        var _ =
                owner.schedule(
                        () -> {
                            idleCheck = false;
                            boolean idle = demand == 0 && next == since && !reading;
                            if (idle && !(state instanceof State.Ended)) {
                                closeReader(reader);
                            }
                        },
                        FILES_IDLE_MILLIS,
                        TimeUnit.MILLISECONDS);
    }

    /** One step at the tail; false when there is something to wait for. */
    private boolean live() {
        if (next >= end) {
            return complete(atEnd);
        }
        if (demand == 0) {
            return false;
        }
        Batch batch = tail.from(next);
        if (batch != null) {
            return deliver(batch);
        }
        if (!tail.holds(next)) {
            return fallBack();
        }
        return awaitMore();
    }

    private boolean fallBack() {
        return switch (overflow) {
            case WAIT -> {
                state = new State.Replaying(log.reader());
                yield true;
            }
            case LATEST -> lost(tail.next() - 1, GapReason.OVERFLOW);
            case CLOSE -> complete(Ending.OVERFLOW);
        };
    }

    private boolean awaitMore() {
        // Asked before looking: what the stream ended with was published before it ended.
        boolean ended = feed.isEnded();
        if (waitingAt == NOT_WAITING && !ended) {
            waiters.add(this);
        }
        if (tail.next() > next || ended != feed.isEnded()) {
            return true;
        }
        return ended && complete(Ending.ENDED);
    }

    private boolean deliver(Batch batch) {
        if (endTime != Long.MAX_VALUE) {
            endAtTime(batch);
        }
        if (next >= end) {
            return complete(atEnd);
        }
        Batch wanted = batch.next() > end ? batch.slice(0, (int) (end - batch.first())) : batch;
        next = wanted.next();
        return emit(new Delivery.Records(wanted));
    }

    private void endAtTime(Batch batch) {
        int low = 0;
        int high = batch.count();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (batch.time(middle) < endTime) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        if (low < batch.count() && batch.first() + low < end) {
            end = batch.first() + low;
            atEnd = Ending.UNTIL;
        }
    }

    private boolean lost(long to, GapReason reason) {
        Gap gap = new Gap(next, Math.min(to, end - 1), reason);
        next = gap.to() + 1;
        return emit(new Delivery.Lost(gap));
    }

    private boolean emit(Delivery delivery) {
        demand--;
        if (subscriber != null) {
            try {
                subscriber.onItem(delivery);
            } catch (RuntimeException e) {
                // It ends alone: others wait for their turn on the same thread.
                fail(e);
            }
        }
        return true;
    }

    private void readPage(SegmentReader reader, long seq) {
        try {
            // Asked before the files: what they lack of that was not written when it was new.
            long held = tail.first();
            SegmentReader.Result result = reader.read(seq);
            owner.execute(() -> pageRead(reader, result, held));
        } catch (IOException | RuntimeException e) {
            owner.execute(() -> readFailed(reader, e));
        }
    }

    private void pageRead(SegmentReader reader, SegmentReader.Result result, long held) {
        reading = false;
        if (state instanceof State.Ended) {
            closeReader(reader);
            return;
        }
        if (next < end) {
            take(result, held);
        }
        drain();
    }

    /** Takes what the files have, as far as it is published and not in the tail by now. */
    private void take(SegmentReader.Result result, long held) {
        switch (result) {
            case SegmentReader.Result.Records(Batch batch) -> {
                long published = Math.min(batch.next(), tail.next());
                deliver(batch.slice(0, (int) (published - batch.first())));
            }
            case SegmentReader.Result.Missing(Gap gap) ->
                    lostBefore(Math.min(gap.to() + 1, held), gap.reason());
            // Neither in the files nor in the tail: the disk failed when they were new.
            case SegmentReader.Result.AtEnd _ -> lostBefore(held, GapReason.DISK_FULL);
        }
    }

    private void lostBefore(long seq, GapReason reason) {
        if (next < seq) {
            lost(seq - 1, reason);
        }
    }

    private void readFailed(SegmentReader reader, Exception failure) {
        reading = false;
        closeReader(reader);
        fail(failure);
    }

    private void fail(Exception failure) {
        boolean open = !(state instanceof State.Ended);
        end(Ending.ERROR);
        if (open && subscriber != null) {
            subscriber.onFailure(failure);
        }
    }

    private boolean complete(Ending ending) {
        end(ending);
        if (subscriber != null) {
            subscriber.onCompletion();
        }
        return false;
    }

    private void end(Ending ending) {
        State before = state;
        if (before instanceof State.Ended) {
            return;
        }
        state = new State.Ended(ending);
        if (waitingAt != NOT_WAITING) {
            waiters.remove(waitingAt);
            waitingAt = NOT_WAITING;
        }
        if (before instanceof State.Replaying(SegmentReader reader) && !reading) {
            closeReader(reader);
        }
    }

    private static void closeReader(SegmentReader reader) {
        try {
            reader.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
