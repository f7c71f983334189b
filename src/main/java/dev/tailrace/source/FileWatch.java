package dev.tailrace.source;

import dev.tailrace.model.OsText;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Tells when quiet files grow and when names change in folders, by one inotify instance. Any
 * thread. A listener is told on the loop of the watch, and must hand over.
 *
 * <pre>
 *   Growth   the first change of an open file, once: a file that is busy is read, and not watched
 *   Folder   each name that comes, goes or changes, until it is cancelled; "" is: look at all
 * </pre>
 *
 * <p>Where nothing can be watched, for lack of instances or watches, the listeners have to poll.
 */
public final class FileWatch implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(FileWatch.class.getName());

    private static final int NAMES =
            Inotify.IN_CREATE
                    | Inotify.IN_DELETE
                    | Inotify.IN_MOVED_FROM
                    | Inotify.IN_MOVED_TO
                    | Inotify.IN_ONLYDIR;

    private final String what;
    private final Duration poll;
    private final SourceTasks tasks;
    private final @Nullable Inotify inotify;
    private final @Nullable Watch ready;
    private final Map<Integer, List<Growth>> growths = new HashMap<>();
    private final Map<Integer, List<Folder>> folders = new HashMap<>();
    private final AtomicBoolean refused = new AtomicBoolean();
    private boolean closed;

    /**
     * @param what is watched, as a sentence names it: {@code files}
     * @param poll how often it is looked at where it cannot be watched
     */
    public FileWatch(IngestLoop loop, String what, Duration poll) {
        this.what = what;
        this.poll = poll;
        this.tasks = new SourceTasks(loop, "the watch on " + what, _ -> {});
        this.inotify = open();
        this.ready =
                inotify == null ? null : Watch.of(inotify.fd(), tasks, this::read).orElse(null);
    }

    private @Nullable Inotify open() {
        try {
            return new Inotify();
        } catch (SourceException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "{0}: {1} are looked at every {2,number,#} ms instead.",
                    e.getMessage(),
                    what,
                    poll.toMillis());
            return null;
        }
    }

    /** A watch on an open file, for one change. */
    public final class Growth {
        private final int number;
        private final Runnable then;
        private volatile boolean pending = true;

        private Growth(int number, Runnable then) {
            this.number = number;
            this.then = then;
        }

        /** Whether it has yet to tell. */
        public boolean isPending() {
            return pending;
        }

        public void cancel() {
            pending = false;
            forget(growths, number, this);
        }
    }

    /** A watch on the names in a folder. */
    final class Folder {
        private final int number;
        private final Consumer<String> then;
        private volatile boolean alive = true;

        private Folder(int number, Consumer<String> then) {
            this.number = number;
            this.then = then;
        }

        /** False once the folder is gone; what has its name then is another. */
        boolean isAlive() {
            return alive;
        }

        void cancel() {
            alive = false;
            forget(folders, number, this);
        }
    }

    /** Has {@code then} run after the next change of {@code file}; null if it cannot. */
    public synchronized @Nullable Growth growth(Descriptor file, Runnable then) {
        int number = add(file.path(), Inotify.IN_MODIFY | Inotify.IN_ONESHOT);
        if (number < 0) {
            return null;
        }
        Growth growth = new Growth(number, then);
        growths.computeIfAbsent(number, _ -> new ArrayList<>(1)).add(growth);
        return growth;
    }

    /** Has {@code then} told each name that changes in {@code folder}; null if it cannot be. */
    synchronized @Nullable Folder folder(Path folder, Consumer<String> then) {
        int number = add(folder, NAMES);
        if (number < 0) {
            return null;
        }
        Folder watch = new Folder(number, then);
        folders.computeIfAbsent(number, _ -> new ArrayList<>(1)).add(watch);
        return watch;
    }

    private int add(Path path, int mask) {
        if (inotify == null || closed) {
            return -1;
        }
        int number = inotify.add(path, mask);
        if (number < 0 && number != -Errno.ENOENT && refused.compareAndSet(false, true)) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "{0} cannot be watched, and others may not either (fs.inotify.max_user_watches):"
                            + " such {1} are looked at every {2,number,#} ms: {3}",
                    OsText.shown(path),
                    what,
                    poll.toMillis(),
                    Errno.text(-number));
        }
        return number;
    }

    private synchronized <T> void forget(Map<Integer, List<T>> from, int number, T watch) {
        List<T> all = from.get(number);
        if (all != null && all.remove(watch) && all.isEmpty()) {
            from.remove(number);
            if (inotify != null && !closed) {
                inotify.remove(number);
            }
        }
    }

    private synchronized void read() {
        if (inotify != null && ready != null && !closed) {
            inotify.read(tasks.buffer(), this::event);
            ready.arm();
        }
    }

    private void event(int number, int mask, String name) {
        boolean gone = (mask & Inotify.IN_IGNORED) != 0;
        if ((mask & Inotify.IN_Q_OVERFLOW) != 0) {
            LOG.log(System.Logger.Level.DEBUG, "inotify's queue was full: all is looked at");
            List.copyOf(growths.keySet()).forEach(this::grown);
            folders.values().forEach(all -> all.forEach(each -> each.then.accept("")));
        } else if (folders.containsKey(number)) {
            List<Folder> all = List.copyOf(folders.getOrDefault(number, List.of()));
            if (gone) {
                folders.remove(number);
                all.forEach(each -> each.alive = false);
            }
            all.forEach(each -> each.then.accept(gone ? "" : name));
        } else {
            grown(number);
        }
    }

    private void grown(int number) {
        List<Growth> all = growths.remove(number);
        if (all != null) {
            all.forEach(each -> {
                each.pending = false;
                each.then.run();
            });
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (ready != null) {
            ready.cancel();
        }
        if (inotify != null) {
            inotify.close();
        }
    }
}
