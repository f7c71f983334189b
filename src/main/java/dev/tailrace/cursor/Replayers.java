package dev.tailrace.cursor;

import java.util.LinkedHashSet;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The threads that read history, and the turns of the cursors that want them to. Any thread.
 *
 * <pre>
 *   take --a turn is free---------------------------> held
 *     `---none is---> waiting --the first that came---^  | page, page, ...
 *                        ^                               |
 *                        `--- others wait: to the end ---' give back
 * </pre>
 *
 * A turn is what replaying costs: an open file, a page and its encoding. A cursor that waits for
 * one costs its place in the queue. None waits for ever: one that has a turn gives it back after
 * some pages, or as soon as its client takes nothing, if others wait.
 */
public final class Replayers implements Executor {
    private final Executor threads;
    private final int max;
    private final int maxWaiting;
    private final LinkedHashSet<BooleanSupplier> queue = new LinkedHashSet<>();
    private volatile int held;
    private volatile int waiting;

    /**
     * @param threads where files may be read
     * @param max how many cursors may read at once
     * @param maxWaiting with how many that wait there should not be more; see {@link #isCrowded}
     */
    public Replayers(Executor threads, int max, int maxWaiting) {
        this.threads = threads;
        this.max = max;
        this.maxWaiting = maxWaiting;
    }

    @Override
    public void execute(Runnable task) {
        threads.execute(task);
    }

    /** How many cursors have a turn. */
    public int held() {
        return held;
    }

    /** How many may have one. */
    public int max() {
        return max;
    }

    /** How many cursors wait for a turn. */
    public int waiting() {
        return waiting;
    }

    /** How many that wait make it crowded. */
    public int maxWaiting() {
        return maxWaiting;
    }

    /** Whether so many wait that a client had better come later. */
    public boolean isCrowded() {
        return waiting >= maxWaiting;
    }

    /**
     * Takes a turn, if there is one.
     *
     * @param granted told when the turn has come if there is none now; false if nobody is there to
     *     take the turn any more
     */
    boolean take(BooleanSupplier granted) {
        synchronized (queue) {
            if (held < max) {
                held++;
                return true;
            }
            queue.add(granted);
            waiting = queue.size();
            return false;
        }
    }

    /** Leaves the queue; false if the turn has come already. */
    boolean leave(BooleanSupplier granted) {
        synchronized (queue) {
            boolean left = queue.remove(granted);
            waiting = queue.size();
            return left;
        }
    }

    /** Gives a turn back: it is for the one that has waited longest. */
    void giveBack() {
        BooleanSupplier next = nextInTurn();
        while (next != null && !next.getAsBoolean()) {
            next = nextInTurn();
        }
    }

    private @Nullable BooleanSupplier nextInTurn() {
        synchronized (queue) {
            BooleanSupplier next = queue.isEmpty() ? null : queue.removeFirst();
            if (next == null) {
                held--;
            }
            waiting = queue.size();
            return next;
        }
    }
}
