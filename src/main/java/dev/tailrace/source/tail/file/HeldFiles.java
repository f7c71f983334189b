package dev.tailrace.source.tail.file;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** The files that are held open to be read, by all streams together. Any thread. */
public final class HeldFiles {
    private final Map<FileId, Integer> times = new ConcurrentHashMap<>();
    private final LongAdder count = new LongAdder();

    void add(FileId file) {
        count.increment();
        times.merge(file, 1, Integer::sum);
    }

    void remove(FileId file) {
        count.decrement();
        times.computeIfPresent(file, (_, held) -> held == 1 ? null : held - 1);
    }

    /** Whether any stream holds it open. */
    public boolean has(FileId file) {
        return times.containsKey(file);
    }

    /** How many are held; one that two streams hold is two. */
    public long count() {
        return count.sum();
    }
}
