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
    private final RecentRecords recent;
    private final AtomicBoolean signalled = new AtomicBoolean();
    private ArrayList<Waiter> waiting = new ArrayList<>();
    private ArrayList<Waiter> waking = new ArrayList<>();
    private volatile boolean occupied;
    private long lastPass = System.nanoTime() - PASS_EVERY_NANOS;
    private long horizon = NO_HORIZON;

    Waiters(ScheduledExecutorService owner, RecentRecords recent) {
        this.owner = owner;
        this.recent = recent;
    }

    /** One that can wait, and is woken by {@code wake}. Only on the event loop. */
    final class Waiter {
        private static final int NOT_WAITING = -1;

        private final Runnable wake;
        private int place = NOT_WAITING;

        private Waiter(Runnable wake) {
            this.wake = wake;
        }

        /** The seq before which it may take records now. */
        long horizon() {
            return horizon;
        }

        /** Waits for the next pass, if it does not yet. */
        void await() {
            if (place == NOT_WAITING) {
                place = waiting.size();
                waiting.add(this);
                occupied = true;
            }
        }

        /** Waits no more; the last one gets its place. */
        void leave() {
            if (place != NOT_WAITING) {
                Waiter last = waiting.removeLast();
                if (place < waiting.size()) {
                    waiting.set(place, last);
                    last.place = place;
                }
                place = NOT_WAITING;
            }
        }
    }

    Waiter waiter(Runnable wake) {
        return new Waiter(wake);
    }

    /** There is something new. A cursor that begins to wait meanwhile looks once more itself. */
    void signal() {
        if (occupied && signalled.compareAndSet(false, true)) {
            try {
                owner.execute(this::passWhenDue);
            } catch (RejectedExecutionException _) {
                // The event loop is gone and its cursors with it: not the writer's concern.
            }
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
        ArrayList<Waiter> now = waiting;
        waiting = waking;
        waking = now;
        occupied = false;
        signalled.set(false);
        for (Waiter waiter : now) {
            waiter.place = Waiter.NOT_WAITING;
        }
        boolean more = wake(now);
        horizon = NO_HORIZON;
        now.clear();
        if (more) {
            signal();
        }
    }

    /** Whether there is something new by now for some of them. */
    private boolean wake(List<Waiter> all) {
        long first = recent.next();
        for (int i = 0; i < all.size(); i++) {
            if (i % SAME_FOR == 0) {
                horizon = recent.next();
            }
            wake(all.get(i));
        }
        return recent.next() > first;
    }

    private static void wake(Waiter waiter) {
        try {
            waiter.wake.run();
        } catch (RuntimeException | Error e) {
            // Not even its end went well; those after it are still to be woken.
            LOG.log(System.Logger.Level.ERROR, "A reader could not be ended", e);
        }
    }
}
