package dev.tailrace.source.tail;

import dev.tailrace.source.FileWatch;
import dev.tailrace.source.IngestLoop;
import dev.tailrace.source.tail.file.FileId;
import dev.tailrace.source.tail.file.HeldFiles;
import dev.tailrace.source.tail.file.Reach;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What all followed files share: the watch on them, their bounds and their counters. Any thread.
 */
public final class Tails implements AutoCloseable {
    /** What cannot be watched is looked at so often. */
    static final Duration POLL_UNWATCHED = Duration.ofMillis(500);

    final FileWatch watch;
    final TailLimits limits;
    final HeldFiles held = new HeldFiles();
    private final TailCounters counters = new TailCounters(held);
    private final @Nullable FileId own;

    /**
     * @param loop where it is seen what changes
     * @param own the folder that the gateway keeps everything in, which is not followed
     */
    public Tails(IngestLoop loop, TailLimits limits, @Nullable FileId own) {
        this.watch = new FileWatch(loop, "files", POLL_UNWATCHED);
        this.limits = limits;
        this.own = own;
    }

    public TailCounters counters() {
        return counters;
    }

    /** Where the files of {@code root} and beneath it may be opened. */
    Reach reach(Path root) {
        return new Reach(root, limits.followLinks(), own, counters.refused);
    }

    /** Whether another stream may be followed. */
    boolean hasRoom() {
        return held.count() < limits.maxOpenFiles();
    }

    /** Watches nothing any more. */
    @Override
    public void close() {
        watch.close();
    }
}
