package dev.tailrace.cursor;

import dev.tailrace.log.RecentRecords;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The cursors of one stream and one event loop that have read everything. {@link #signal} may be
 * called from any thread, all else on the event loop.
 *
 * <p>In one pass hundreds of them are given the same records and no more, so that these are encoded
 * once: what comes while they are woken is for those after them, and for the next pass.
 *
 * <pre>
 *   IDLE --signal, somebody waits--> SIGNALLED --few wait, or PASS_EVERY after the last pass--> pass
 * </pre>
 */
final class Waiters {
    private static final System.Logger LOG = System.getLogger(Waiters.class.getName());

    /**
     * Under load a pass over all waiting cursors runs this often at most: each takes more lines at
     * a time, which costs a third less CPU a line. The first line after a quiet time goes at once,
     * and so does each where few wait.
     */
    private static final long PASS_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    /**
     * So many are given the same: waking them takes about a millisecond, and what comes meanwhile
     * is not to wait until thousands have been woken.
     */
    private static final int SAME_FOR = 256;

    /**
     * So few are woken at once: there is little to encode for several of them, and to let a line
     * wait for its pass would be most of its way.
     */
    private static final int FEW = 8;

    private static final long NO_HORIZON = Long.MAX_VALUE;

    private final ScheduledExecutorService owner;
    private final RecentRecords tail;
    private final AtomicBoolean signalled = new AtomicBoolean();
    private ArrayList<Cursor> waiting = new ArrayList<>();
    private ArrayList<Cursor> waking = new ArrayList<>();
    private volatile boolean occupied;
    private long lastPass = System.nanoTime() - PASS_EVERY_NANOS;
    private long horizon = NO_HORIZON;

    Waiters(ScheduledExecutorService owner, RecentRecords tail) {
        this.owner = owner;
        this.tail = tail;
    }

    /** The seq before which a cursor may take records now. */
    long horizon() {
        return horizon;
    }

    /** There is something new. A cursor that is being added meanwhile looks once more itself. */
    void signal() {
        if (occupied && signalled.compareAndSet(false, true)) {
            try {
                owner.execute(this::passWhenDue);
            } catch (RejectedExecutionException _) {
                // The event loop is gone and its cursors with it: not the writer's concern.
            }
        }
    }

    /** Adds a cursor and returns its place, which it is told when it changes. */
    void add(Cursor cursor) {
        cursor.waitingAt(waiting.size());
        waiting.add(cursor);
        occupied = true;
    }

    /** Takes the cursor at {@code place} out: the last one moves there. */
    void remove(int place) {
        Cursor last = waiting.removeLast();
        if (place < waiting.size()) {
            waiting.set(place, last);
            last.waitingAt(place);
        }
    }

    private void passWhenDue() {
        long early = PASS_EVERY_NANOS - (System.nanoTime() - lastPass);
        if (early > 0 && waiting.size() > FEW) {
            var _ = owner.schedule(this::pass, early, TimeUnit.NANOSECONDS);
        } else {
            pass();
        }
    }

    private void pass() {
        lastPass = System.nanoTime();
        ArrayList<Cursor> now = waiting;
        waiting = waking;
        waking = now;
        occupied = false;
        signalled.set(false);
        for (Cursor cursor : now) {
            cursor.waitingAt(Cursor.NOT_WAITING);
        }
        boolean more = wake(now);
        horizon = NO_HORIZON;
        now.clear();
        if (more) {
            signal();
        }
    }

    /** Whether there is something new by now for some of them. */
    private boolean wake(List<Cursor> cursors) {
        long first = tail.next();
        for (int i = 0; i < cursors.size(); i++) {
            if (i % SAME_FOR == 0) {
                horizon = tail.next();
            }
            wake(cursors.get(i));
        }
        return tail.next() > first;
    }

    private static void wake(Cursor cursor) {
        try {
            cursor.wake();
        } catch (RuntimeException | Error e) {
            // Not even its end went well; those after it are still to be woken.
            LOG.log(System.Logger.Level.ERROR, "A reader could not be ended", e);
        }
    }
}
