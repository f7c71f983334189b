package dev.tailrace.source.tail;

import dev.tailrace.source.tail.Follower.Track;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The folders in which the files of one stream come and go, watched. Only on the loop's thread. */
final class Folders {
    private final List<Track> tracks;
    private final FileWatch watch;
    private final Runnable changed;

    /** File systems tell times by ticks of up to 2 s. */
    private static final Duration TICK = Duration.ofSeconds(2);

    private final Map<Path, FileWatch.Folder> folders = new HashMap<>();
    private Map<Path, Instant> seen = Map.of();
    private Instant seenAt = Instant.EPOCH;

    /**
     * @param changed runs on another loop once a name that matters has come, gone or changed
     */
    Folders(List<Track> tracks, FileWatch watch, Runnable changed) {
        this.tracks = tracks;
        this.watch = watch;
        this.changed = changed;
    }

    /** Watches those that are there now. */
    void watch() {
        for (Track track : tracks) {
            for (Path folder : track.series().folders()) {
                FileWatch.Folder known = folders.get(folder);
                FileWatch.Folder now =
                        known == null || !known.isAlive()
                                ? watch.folder(folder, name -> changed(folder, name))
                                : known;
                if (now != null) {
                    folders.put(folder, now);
                }
            }
        }
    }

    private void changed(Path folder, String name) {
        if (name.isEmpty()
                || tracks.stream()
                        .anyMatch(each -> each.series().names().rank(folder, name).isPresent())) {
            changed.run();
        }
    }

    boolean areWatched() {
        return !folders.isEmpty() && folders.values().stream().allMatch(FileWatch.Folder::isAlive);
    }

    /** Notes how the folders are now, before they are looked through. */
    void looking() {
        seen = times();
        seenAt = Instant.now();
    }

    /**
     * Whether names may have come, gone or changed since {@link #looking}: such a change sets a
     * folder's time of modification, a second change within the same tick of the clock does not.
     */
    boolean mayHaveChanged() {
        Instant settled = seenAt.minus(TICK);
        return seen.isEmpty()
                || seen.values().stream().anyMatch(time -> time.isAfter(settled))
                || !times().equals(seen);
    }

    private Map<Path, Instant> times() {
        Map<Path, Instant> times = new HashMap<>();
        for (Track track : tracks) {
            for (Path folder : track.series().folders()) {
                try {
                    times.put(folder, Files.getLastModifiedTime(folder).toInstant());
                } catch (IOException e) {
                    times.remove(folder); // it is not there, or looking at it will say why
                }
            }
        }
        return times;
    }

    void close() {
        folders.values().forEach(FileWatch.Folder::cancel);
    }
}
