package dev.tailrace.cursor;

import dev.tailrace.log.StreamLog;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.LongAdder;

/**
 * A log and the cursors that wait for its next records. {@link #published} and {@link #end} are the
 * log's writer's; the rest may be called from any thread.
 */
public final class Feed {
    private final StreamLog log;
    private final ConcurrentHashMap<ScheduledExecutorService, Waiters> waiters =
            new ConcurrentHashMap<>();
    private final LongAdder fallbacks = new LongAdder();
    private final LongAdder rejoins = new LongAdder();
    private volatile boolean ended;
    private volatile boolean removed;

    public Feed(StreamLog log) {
        this.log = log;
    }

    public StreamLog log() {
        return log;
    }

    /** Wakes the cursors that wait: there are new records. */
    public void published() {
        for (Waiters group : waiters.values()) {
            group.signal();
        }
    }

    /** Nothing more will come for now: cursors end when they have everything. */
    public void end() {
        ended = true;
        published();
    }

    /** The log is no more: its readers end with what is in memory. Any thread. */
    public void remove() {
        removed = true;
        end();
    }

    public boolean isRemoved() {
        return removed;
    }

    /** More will come after all: the stream's source has been started again. */
    public void reopen() {
        ended = false;
    }

    /** Whether nothing more will come. */
    public boolean isEnded() {
        return ended || removed;
    }

    /** How often a live cursor has fallen back to the files. */
    public long fallbacks() {
        return fallbacks.sum();
    }

    /** How often a cursor that read files has become live. */
    public long rejoins() {
        return rejoins.sum();
    }

    void fellBack() {
        fallbacks.increment();
    }

    void rejoined() {
        rejoins.increment();
    }

    Waiters waitersOn(ScheduledExecutorService owner) {
        return waiters.computeIfAbsent(owner, one -> new Waiters(one, log.recent()));
    }
}
