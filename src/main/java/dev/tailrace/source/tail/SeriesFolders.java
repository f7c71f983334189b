package dev.tailrace.source.tail;

import dev.tailrace.source.FileWatch;
import dev.tailrace.source.FolderWatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** The folders in which the files of one stream come and go. Only on the loop's thread. */
final class SeriesFolders {
    /** A folder whose watch tells of each name is asked all the same whether any has changed. */
    private static final Duration ASK = Duration.ofSeconds(30);

    /** A folder that tells of no change at all is looked through so often. */
    private static final Duration LOOK = Duration.ofMinutes(5);

    /** File systems tell times by ticks of up to 2 s. */
    private static final Duration TICK = Duration.ofSeconds(2);

    private final TailSpec spec;
    private final Runnable changed;
    private final FolderWatch watch;
    private Map<Path, Instant> seen = Map.of();
    private Instant seenAt = Instant.EPOCH;
    private long notedAt;

    /**
     * @param changed runs on another loop once a name that matters has come, gone or changed
     */
    SeriesFolders(TailSpec spec, FileWatch files, Runnable changed) {
        this.spec = spec;
        this.changed = changed;
        this.watch = new FolderWatch(files, this::changed);
    }

    void watch() {
        watch.watch(spec.folders());
    }

    /** Watches the folders, and notes how they are before they are looked through. */
    void note() {
        watch();
        seen = times();
        seenAt = Instant.now();
        notedAt = System.nanoTime();
    }

    /** Whether the folders are to be looked through again. */
    boolean areDue() {
        long since = System.nanoTime() - notedAt;
        boolean asks = since > ASK.toNanos() || !areWatched();
        return since > LOOK.toNanos() || (asks && mayHaveChanged());
    }

    private void changed(Path folder, String name) {
        if (name.isEmpty()
                || spec.tracks().stream()
                        .anyMatch(each -> each.series().names().rank(folder, name).isPresent())) {
            changed.run();
        }
    }

    boolean areWatched() {
        return watch.isComplete();
    }

    /**
     * Whether names may have come, gone or changed since {@link #note}: such a change sets a
     * folder's time of modification, a second change within the same tick of the clock does not.
     */
    private boolean mayHaveChanged() {
        Instant settled = seenAt.minus(TICK);
        return seen.isEmpty()
                || seen.values().stream().anyMatch(time -> time.isAfter(settled))
                || !times().equals(seen);
    }

    private Map<Path, Instant> times() {
        Map<Path, Instant> times = new HashMap<>();
        for (Path folder : spec.folders()) {
            try {
                times.put(folder, Files.getLastModifiedTime(folder).toInstant());
            } catch (IOException e) {
                times.remove(folder); // it is not there, or looking at it will say why
            }
        }
        return times;
    }

    void close() {
        watch.close();
    }
}
