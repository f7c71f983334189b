package dev.tailrace.source.fifo;

import dev.tailrace.model.OsText;
import dev.tailrace.source.Fifo;
import dev.tailrace.source.FileWatch;
import dev.tailrace.source.FolderWatch;
import dev.tailrace.source.IngestLoop;
import dev.tailrace.source.SourceTasks;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Notices that there is another FIFO at a path than the one that is open, or none: at once by a
 * watch on its folder, and each second by looking, which costs one stat(2). All FIFOs of a gateway
 * share one. Any thread. A listener is told on the loop of the watch, and must hand over.
 */
public final class FifoWatch implements AutoCloseable {
    /** For file systems without inotify, and for a folder that is made anew itself. */
    private static final Duration POLL = Duration.ofSeconds(1);

    private final SourceTasks tasks;
    private final List<Place> places = new CopyOnWriteArrayList<>();
    private final FileWatch files;
    private final FolderWatch folders;
    private @Nullable Future<?> tick;
    private boolean closed;

    /**
     * @param loop where it looks
     */
    public FifoWatch(IngestLoop loop) {
        this.tasks = new SourceTasks(loop, "the look at FIFOs", _ -> {});
        this.files = new FileWatch(loop, "FIFOs", POLL);
        this.folders = new FolderWatch(files, this::changed);
    }

    /** A path, and the FIFO that is to be there. */
    final class Place {
        private final Path path;
        private final Runnable changed;
        private volatile @Nullable Object held;

        private Place(Path path, @Nullable Object held, Runnable changed) {
            this.path = path;
            this.held = held;
            this.changed = changed;
        }

        /** This is the one that is open now. */
        void holds(@Nullable Object identity) {
            held = identity;
        }

        void cancel() {
            places.remove(this);
        }

        private Path folder() {
            return path.resolveSibling("");
        }

        private void look() {
            if (!Objects.equals(Fifo.identity(path), held)) {
                changed.run();
            }
        }
    }

    /**
     * Has {@code changed} run as long as there is something else at {@code path} than {@code held}.
     */
    Place add(Path path, @Nullable Object held, Runnable changed) {
        Place place = new Place(path.toAbsolutePath(), held, changed);
        places.add(place);
        tasks.execute(this::begin);
        return place;
    }

    private synchronized void begin() {
        if (!closed && tick == null) {
            tick();
        } else {
            watchFolders();
        }
    }

    private synchronized void tick() {
        if (!closed) {
            watchFolders();
            places.forEach(Place::look);
            tick = tasks.after(POLL, this::tick);
        }
    }

    private void watchFolders() {
        folders.watch(places.stream().map(Place::folder).toList());
    }

    private void changed(Path folder, String name) {
        for (Place place : places) {
            boolean any = name.isEmpty() && place.folder().equals(folder);
            if (any || place.path.equals(folder.resolve(OsText.path(name)))) {
                place.look();
            }
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (tick != null) {
            tick.cancel(false);
        }
        files.close();
    }
}
