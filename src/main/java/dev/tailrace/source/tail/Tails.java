package dev.tailrace.source.tail;

import dev.tailrace.source.IngestLoop;
import dev.tailrace.source.Poller;

/**
 * What all followed files share: the watch on them, their bounds and their counters. Any thread.
 */
public final class Tails implements AutoCloseable {
    private final FileWatch watch;
    private final TailLimits limits;
    private final TailCounters counters = new TailCounters();

    /**
     * @param loop where it is seen what changes
     */
    public Tails(IngestLoop loop, Poller poller, TailLimits limits) {
        this.watch = new FileWatch(loop, poller);
        this.limits = limits;
    }

    FileWatch watch() {
        return watch;
    }

    /** The bounds. */
    public TailLimits limits() {
        return limits;
    }

    /** What it has come to. */
    public TailCounters counters() {
        return counters;
    }

    /** Whether another stream may be followed. */
    boolean hasRoom() {
        return counters.open() < limits.maxOpenFiles();
    }

    /** Watches nothing any more. */
    @Override
    public void close() {
        watch.close();
    }
}
