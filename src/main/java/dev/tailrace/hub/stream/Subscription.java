package dev.tailrace.hub.stream;

import dev.tailrace.cursor.Feed;
import dev.tailrace.cursor.Resumption;
import dev.tailrace.cursor.StreamCursor;
import dev.tailrace.level.LineState;
import dev.tailrace.model.Ending;
import dev.tailrace.model.Epoch;
import dev.tailrace.model.StreamName;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One reader of one stream, from its start to its ending. The cursor is its owner's; the rest may
 * be called from any thread.
 */
public final class Subscription {
    private final StreamName stream;
    private final Feed feed;
    private final StreamCursor cursor;
    private final Resumption resumption;
    private final LineState open;
    private final ScheduledExecutorService owner;
    private final BooleanSupplier draining;
    private final BiConsumer<Subscription, Ending> gone;
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile @Nullable Runnable onDrain;
    private volatile @Nullable Future<?> timer;

    /**
     * @param open as of {@link #open()}
     * @param draining whether the gateway is to stop
     * @param gone told once that the reader is gone, and why
     */
    Subscription(
            StreamName stream,
            Feed feed,
            StreamCursor cursor,
            Resumption resumption,
            LineState open,
            ScheduledExecutorService owner,
            BooleanSupplier draining,
            BiConsumer<Subscription, Ending> gone) {
        this.stream = stream;
        this.feed = feed;
        this.cursor = cursor;
        this.resumption = resumption;
        this.open = open;
        this.owner = owner;
        this.draining = draining;
        this.gone = gone;
    }

    /** The name of the stream that is read. */
    public StreamName stream() {
        return stream;
    }

    /** Tells the positions of its log from those of another. */
    public Epoch epoch() {
        return feed.log().description().epoch();
    }

    /** The oldest seq that its log keeps. */
    public long first() {
        return feed.log().first();
    }

    /** The seq of the record that its log makes next. */
    public long next() {
        return feed.log().next();
    }

    /** Where the reader is. */
    public StreamCursor cursor() {
        return cursor;
    }

    /** How its start was met. */
    public Resumption resumption() {
        return resumption;
    }

    /** What was open before its first record, as far as its filter takes that. */
    public LineState open() {
        return open;
    }

    /** Has {@code task} run on the owner's thread when the gateway is to stop, or stops already. */
    public void onDrain(Runnable task) {
        onDrain = task;
        if (isDraining()) {
            drainIn(0);
        }
    }

    /** Has {@code task} forgotten when the reader is gone, which may be long before its time. */
    void timer(Future<?> task) {
        timer = task;
    }

    /** Has the cursor end before the record {@code seq}, which there is not yet. Any thread. */
    void endBefore(long seq, Ending why) {
        cursor.readNothingFrom(seq, why);
        owner.execute(() -> cursor.endBefore(seq, why));
    }

    /** The gateway is to stop: in so many ns the reader is told. */
    void drainIn(long nanos) {
        Runnable task = onDrain;
        if (task != null) {
            var _ = owner.schedule(task, nanos, TimeUnit.NANOSECONDS);
        }
    }

    /**
     * Has a reader that is live end with what its stream has now. One that reads files is too far
     * behind for that: it is to be ended where it is, and comes back for the rest. The owner's.
     *
     * @return false if it reads files
     */
    public boolean endLive(Ending why) {
        if (cursor.isReplaying()) {
            return false;
        }
        cursor.endBefore(next(), why);
        return true;
    }

    /**
     * Whether the reader has all that there will be.
     *
     * @param follows whether it is for what comes, and not for what there is
     */
    public boolean isDone(boolean follows) {
        // Asked before looking: what the stream ended with was published before it ended.
        boolean over = feed.isEnded() || !follows;
        return !isDraining() && (cursor.isAtBound() || (over && cursor.next() >= next()));
    }

    /** Whether the gateway is to stop. */
    public boolean isDraining() {
        return draining.getAsBoolean();
    }

    /** Has it read nothing any more; it stays open until its last bytes have gone out. */
    public void cancel() {
        cursor.cancel();
    }

    /**
     * Gives back all that it has: the reader is gone, for the reason {@code why}. Any thread; only
     * the first call counts.
     */
    public void close(Ending why) {
        if (closed.compareAndSet(false, true)) {
            Future<?> pending = timer;
            if (pending != null) {
                pending.cancel(false);
            }
            gone.accept(this, why);
        }
    }
}
