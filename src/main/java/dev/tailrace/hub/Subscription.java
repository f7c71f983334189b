package dev.tailrace.hub;

import dev.tailrace.cursor.Cursor;
import dev.tailrace.cursor.Resumption;
import dev.tailrace.model.Ending;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicReference;
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
    private final AtomicReference<@Nullable Ending> ending = new AtomicReference<>();
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
            drain();
        }
    }

    /** Has {@code task} forgotten when the reader is gone, which may be long before its time. */
    void timer(Future<?> task) {
        timer = task;
    }

    /** The gateway is to stop: the reader is told, and ends after its last whole event. */
    void drain() {
        Runnable task = onDrain;
        if (task != null) {
            owner.execute(task);
        }
    }

    /** The reader is gone, for the reason {@code why}. Only the first call counts. */
    public void close(Ending why) {
        if (ending.compareAndSet(null, why)) {
            Future<?> pending = timer;
            if (pending != null) {
                pending.cancel(false);
            }
            stream.closed(this, why);
        }
    }
}
