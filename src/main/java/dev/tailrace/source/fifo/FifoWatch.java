package dev.tailrace.source.fifo;

import dev.tailrace.source.Fifo;
import dev.tailrace.source.IngestLoop;
import dev.tailrace.source.Inotify;
import dev.tailrace.source.SourceException;
import dev.tailrace.source.SourceTasks;
import dev.tailrace.source.Watch;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Notices that there is another FIFO at a path than the one that is open, or none: at once by
 * inotify(7) of its folder, and each second by looking, which costs one stat(2). All FIFOs of a
 * gateway share one. Any thread; what is told is told on the watch's loop, and must hand over.
 */
public final class FifoWatch implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(FifoWatch.class.getName());

    /** For file systems without inotify, and for a folder that is made anew itself. */
    private static final Duration POLL = Duration.ofSeconds(1);

    private static final int NAMES =
            Inotify.IN_CREATE
                    | Inotify.IN_DELETE
                    | Inotify.IN_MOVED_FROM
                    | Inotify.IN_MOVED_TO
                    | Inotify.IN_ONLYDIR;

    private final SourceTasks tasks;
    private final List<Place> places = new CopyOnWriteArrayList<>();
    private final @Nullable Inotify inotify;
    private final @Nullable Watch events;

    /** By the number of their inotify watch. */
    private final Map<Integer, Path> folders = new HashMap<>();

    private @Nullable Future<?> tick;
    private boolean closed;

    /**
     * @param loop where it looks
     */
    public FifoWatch(IngestLoop loop) {
        this.tasks = new SourceTasks(loop, "the watch on FIFOs", _ -> {});
        this.inotify = open();
        this.events =
                inotify == null ? null : Watch.of(inotify.fd(), tasks, this::read).orElse(null);
    }

    private static @Nullable Inotify open() {
        try {
            return new Inotify();
        } catch (SourceException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "{0}: whether FIFOs are replaced is looked at every {1,number,#} ms instead.",
                    e.getMessage(),
                    POLL.toMillis());
            return null;
        }
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

    /** A folder that is watched already keeps its number; one that was made anew gets another. */
    private void watchFolders() {
        Set<Path> seen = new HashSet<>();
        for (Place place : places) {
            Path folder = place.path.getParent();
            if (inotify != null && !closed && folder != null && seen.add(folder)) {
                int number = inotify.add(folder, NAMES);
                if (number >= 0) {
                    folders.put(number, folder);
                }
            }
        }
    }

    private synchronized void read() {
        if (inotify != null && events != null && !closed) {
            inotify.read(tasks.buffer(), (number, _, name) -> changed(folders.get(number), name));
            events.arm();
        }
    }

    private void changed(@Nullable Path folder, String name) {
        for (Place place : places) {
            // Without a folder events were lost: each may have changed.
            if (folder == null || place.path.equals(folder.resolve(name))) {
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
        if (events != null) {
            events.cancel();
        }
        if (inotify != null) {
            inotify.close();
        }
    }
}
