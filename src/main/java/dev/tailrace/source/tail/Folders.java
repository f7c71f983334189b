package dev.tailrace.source.tail;

import dev.tailrace.source.tail.Follower.Track;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The folders in which the files of one stream come and go, watched. Only on the loop's thread. */
final class Folders {
    private final List<Track> tracks;
    private final FileWatch watch;
    private final Runnable changed;
    private final Map<Path, FileWatch.Folder> folders = new HashMap<>();

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
                || tracks.stream().anyMatch(each -> each.series().rank(folder, name).isPresent())) {
            changed.run();
        }
    }

    boolean areWatched() {
        return !folders.isEmpty() && folders.values().stream().allMatch(FileWatch.Folder::isAlive);
    }

    void close() {
        folders.values().forEach(FileWatch.Folder::cancel);
    }
}
