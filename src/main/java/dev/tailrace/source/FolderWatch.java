package dev.tailrace.source;

import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/** The folders in which names come and go that matter to one listener. One thread at a time. */
public final class FolderWatch implements AutoCloseable {
    private final FileWatch watch;
    private final BiConsumer<Path, String> changed;
    private final Map<Path, FileWatch.Folder> folders = new HashMap<>();
    private boolean complete;

    /**
     * @param changed told on the loop of {@code watch} each folder, and the name in it that has
     *     come, gone or changed; "" is: look at all
     */
    public FolderWatch(FileWatch watch, BiConsumer<Path, String> changed) {
        this.watch = watch;
        this.changed = changed;
    }

    /** Watches these folders, as far as they are there, and no others. */
    public void watch(Collection<Path> now) {
        Map<Path, FileWatch.Folder> old = Map.copyOf(folders);
        folders.clear();
        for (Path folder : Set.copyOf(now)) {
            // The same folder keeps its watch; one that was made anew is watched instead.
            FileWatch.Folder added = watch.folder(folder, name -> changed.accept(folder, name));
            if (added != null) {
                folders.put(folder, added);
            }
        }
        complete = !now.isEmpty() && folders.keySet().containsAll(now);
        old.values().forEach(FileWatch.Folder::cancel);
    }

    /** Whether each change in all of them is told. */
    public boolean isComplete() {
        return complete && folders.values().stream().allMatch(FileWatch.Folder::isAlive);
    }

    /** Whether none of them is watched. */
    public boolean isEmpty() {
        return folders.isEmpty();
    }

    @Override
    public void close() {
        watch(Set.of());
    }
}
