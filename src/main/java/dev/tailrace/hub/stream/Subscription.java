package dev.tailrace.hub.stream;

import dev.tailrace.cursor.Cursor;
import dev.tailrace.cursor.Resumption;
import dev.tailrace.model.Ending;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One reader of one stream, from its start to its ending. The cursor is its owner's; the rest may
 * be called from any thread.
 */
public final class Subscription {
    private final LogStream stream;
    private final Cursor cursor;
    private final Resumption resumption;
    private final ScheduledExecutorService owner;
    private final CompletableFuture<Ending> ending = new CompletableFuture<>();
    private volatile @Nullable Runnable onDrain;
    private volatile @Nullable Future<?> timer;

    Subscription(
            LogStream stream,
            Cursor cursor,
            Resumption resumption,
            ScheduledExecutorService owner) {
        this.stream = stream;
        this.cursor = cursor;
        this.resumption = resumption;
        this.owner = owner;
    }

    /** The stream that is read. */
    public LogStream stream() {
        return stream;
    }

    /** Where the reader is. */
    public Cursor cursor() {
        return cursor;
    }

    /** How its start was met. */
    public Resumption resumption() {
        return resumption;
    }

    /** Has {@code task} run on the owner's thread when the gateway is to stop, or stops already. */
    public void onDrain(Runnable task) {
        onDrain = task;
        if (stream.isDraining()) {
            drainIn(0);
        }
    }

    /** Has {@code task} forgotten when the reader is gone, which may be long before its time. */
    public void timer(Future<?> task) {
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
        cursor.endBefore(stream.next(), why);
        return true;
    }

    /**
     * Whether the reader has all that there will be.
     *
     * @param follows whether it is for what comes, and not for what there is
     */
    public boolean isDone(boolean follows) {
        // Asked before looking: what the stream ended with was published before it ended.
        boolean over = stream.isOver() || !follows;
        return !stream.isDraining()
                && (cursor.isAtBound() || (over && cursor.next() >= stream.next()));
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
        if (ending.complete(why)) {
            Future<?> pending = timer;
            if (pending != null) {
                pending.cancel(false);
            }
            stream.closed(this, why);
        }
    }

    /** Completes when the reader is gone, with why. */
    public CompletionStage<Ending> closed() {
        return ending.minimalCompletionStage();
    }
}
