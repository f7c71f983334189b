package dev.tailrace.cursor;

import dev.tailrace.model.Batch;
import dev.tailrace.model.Ending;
import dev.tailrace.model.Reasons;
import io.smallrye.mutiny.helpers.Subscriptions;
import io.smallrye.mutiny.operators.AbstractMulti;
import io.smallrye.mutiny.subscription.MultiSubscriber;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * A {@code Multi} that does its next step when its one subscriber asks, or when there is something
 * new, until a step has nothing to do. Confined to one thread.
 *
 * <pre>
 *   request --> serve: step, step, ... --onItem--> subscriber
 *   news -------^        `--complete, fail, cancel--> over
 * </pre>
 */
abstract class OnDemand<T> extends AbstractMulti<T> implements Flow.Subscription {
    /**
     * What is handed out at once at most, by {@link Batch#upTo}: what a stalled reader holds. Half
     * of it costs a quarter more CPU a line, since each piece is a write.
     */
    public static final int PIECE_BYTES = 60 * 1024;

    private @Nullable MultiSubscriber<? super T> subscriber;
    private boolean subscribed;
    private long demand;
    private int piece = PIECE_BYTES;
    private boolean serving;
    private @Nullable Ending ending;

    @Override
    public void subscribe(MultiSubscriber<? super T> downstream) {
        if (subscribed) {
            Subscriptions.fail(
                    downstream, new IllegalStateException("it can be subscribed to once"));
            return;
        }
        subscribed = true;
        begin();
        subscriber = downstream;
        downstream.onSubscribe(this);
        serve();
    }

    /** There is a subscriber, which has not been told so yet. */
    abstract void begin();

    @Override
    public void request(long items) {
        if (items <= 0) {
            fail(Reasons.ofRequest(items));
        } else {
            demand = Subscriptions.add(demand, items);
            serve();
        }
    }

    /**
     * As {@link #request(long)}, by a reader that takes less than usual at a time from now on.
     *
     * @param bytes about how much of the wire an item is to take
     */
    public void request(long items, int bytes) {
        piece = Math.min(bytes, PIECE_BYTES);
        request(items);
    }

    @Override
    public void cancel() {
        end(Ending.GONE);
    }

    /** Why it is over, once it is. */
    public @Nullable Ending ending() {
        return ending;
    }

    boolean isSubscribed() {
        return subscriber != null;
    }

    boolean hasDemand() {
        return demand > 0;
    }

    /** About how much of the wire an item is to take. */
    int piece() {
        return piece;
    }

    /** There may be something to do. */
    void serve() {
        if (serving || subscriber == null) {
            return;
        }
        serving = true;
        try {
            boolean more = true;
            while (more && ending == null) {
                more = step();
            }
        } catch (RuntimeException | Error e) {
            // It ends alone: others wait for their turn on the same thread. Nor is it left open
            // where memory ran out: nothing would wake it any more.
            fail(e);
        } finally {
            serving = false;
        }
    }

    /** Does the next thing there is to do; false when there is something to wait for. */
    abstract boolean step();

    /** Hands out what was asked for. */
    boolean emit(T item) {
        demand--;
        if (subscriber != null) {
            subscriber.onItem(item);
        }
        return true;
    }

    void fail(Throwable failure) {
        MultiSubscriber<? super T> told = subscriber;
        end(Ending.ERROR);
        if (told != null) {
            told.onFailure(failure);
        }
    }

    boolean complete(Ending why) {
        MultiSubscriber<? super T> told = subscriber;
        end(why);
        if (told != null) {
            told.onCompletion();
        }
        return false;
    }

    private void end(Ending why) {
        if (ending == null) {
            ending = why;
            subscriber = null;
            letGo();
        }
    }

    /** It is over: nothing is held for it any more. */
    abstract void letGo();
}
