package dev.tailrace.cursor;

import dev.tailrace.log.StreamLog;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;

/**
 * A log and those who wait for its next records. {@link #published} and {@link #end} are the log's
 * writer's; the rest may be called from any thread.
 */
public final class Feed {
    private final StreamLog log;
    private final ConcurrentHashMap<ScheduledExecutorService, Waiters> waiters =
            new ConcurrentHashMap<>();
    private volatile boolean ended;

    public Feed(StreamLog log) {
        this.log = log;
    }

    /** The log that cursors read. */
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

    /** More will come after all: the stream's source has been started again. */
    public void reopen() {
        ended = false;
    }

    /** Whether nothing more will come. */
    public boolean isEnded() {
        return ended;
    }

    Waiters waitersOn(ScheduledExecutorService owner) {
        return waiters.computeIfAbsent(owner, Waiters::new);
    }
}
