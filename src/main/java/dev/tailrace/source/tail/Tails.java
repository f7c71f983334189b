package dev.tailrace.source.tail;

import dev.tailrace.source.IngestLoop;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What all followed files share: the watch on them, their bounds and their counters. Any thread.
 */
public final class Tails implements AutoCloseable {
    private final FileWatch watch;
    private final TailLimits limits;
    private final TailCounters counters = new TailCounters();
    private final Map<FileId, Integer> open = new ConcurrentHashMap<>();

    /**
     * @param loop where it is seen what changes
     */
    public Tails(IngestLoop loop, TailLimits limits) {
        this.watch = new FileWatch(loop);
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

    /** A file is held open. */
    void opened(FileId file) {
        counters.opened(1);
        open.merge(file, 1, Integer::sum);
    }

    /** It is not any more, by that stream. */
    void closed(FileId file) {
        counters.opened(-1);
        open.computeIfPresent(file, (_, times) -> times == 1 ? null : times - 1);
    }

    /** Whether any stream holds it open. */
    boolean isOpen(FileId file) {
        return open.containsKey(file);
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
