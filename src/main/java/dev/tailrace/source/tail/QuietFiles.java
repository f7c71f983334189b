package dev.tailrace.source.tail;

import dev.tailrace.model.OsText;
import dev.tailrace.model.Reasons;
import dev.tailrace.source.FileWatch;
import dev.tailrace.source.tail.file.OpenFile;
import dev.tailrace.source.tail.file.PlainFile;
import dev.tailrace.source.tail.lines.LineTaker;
import dev.tailrace.source.tail.rotation.RotationQueue;
import dev.tailrace.source.tail.rotation.Series;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The files of a {@link Follower} while nothing is read of them: whether they grow, how large they
 * are, and whether names are others' by now. Only on the loop's thread.
 */
final class QuietFiles {
    private static final System.Logger LOG = System.getLogger(QuietFiles.class.getName());

    private final Series series;
    private final RotationQueue queue;
    private final LineTaker lines;
    private final Tails tails;

    /** On the file that is read and the next one, once they have been quiet. */
    private final Map<OpenFile, FileWatch.Growth> watches = new HashMap<>();

    private long behind;

    QuietFiles(Series series, RotationQueue queue, LineTaker lines, Tails tails) {
        this.series = series;
        this.queue = queue;
        this.lines = lines;
        this.tails = tails;
    }

    /** Notes how large its file is, while nothing is read. */
    void noteSize() {
        try {
            if (queue.current() instanceof PlainFile file) {
                file.noteSize();
            }
        } catch (IOException e) {
            LOG.log(
                    System.Logger.Level.DEBUG,
                    "{0}: {1}",
                    OsText.shown(series.path()),
                    Reasons.of(e));
        }
    }

    /**
     * Watches what is quiet: {@code then} runs once it grows.
     *
     * @return false if it has grown meanwhile
     */
    boolean watch(Runnable then) {
        OpenFile file = queue.current();
        OpenFile next = queue.following();
        watches.entrySet()
                .removeIf(each -> {
                    boolean left = !each.getKey().equals(file) && !each.getKey().equals(next);
                    if (left) {
                        each.getValue().cancel();
                    }
                    return left;
                });
        return isWatched(file, then) && isWatched(next, then);
    }

    private boolean isWatched(@Nullable OpenFile file, Runnable then) {
        if (!(file instanceof PlainFile plain)) {
            return true;
        }
        FileWatch.Growth known = watches.get(plain);
        if (known != null && known.isPending()) {
            return true;
        }
        try {
            int before = plain.unread();
            FileWatch.Growth watch = tails.watch.growth(plain.descriptor(), then);
            if (watch == null) {
                watches.remove(plain);
            } else {
                watches.put(plain, watch);
            }
            // What came after the last read, and before the watch did, is not told by it.
            return lines.fill(plain) == before;
        } catch (IOException e) {
            return false; // the next turn will say it
        }
    }

    /** Whether the file that is read could be watched. */
    boolean canBeWatched() {
        OpenFile file = queue.current();
        return file == null || watches.containsKey(file);
    }

    /** Whether the newest name, where it tells, is that of another file. */
    boolean hasOtherNames() {
        OpenFile file = queue.current();
        return file == null
                || queue.following() != null
                || (series.newest().isPresent() && !series.leadsTo(file.id()));
    }

    /** Whether any of its files has a name. */
    boolean isThere() {
        try {
            // A folder may have many others.
            return series.newest().filter(series.reach()::has).isPresent()
                    || !series.list().isEmpty();
        } catch (IOException e) {
            return true; // nobody knows
        }
    }

    /** Counts what is not read yet. */
    void countBehind() {
        count(queue.behind());
    }

    private void count(long now) {
        tails.counters().behind.add(now - behind);
        behind = now;
    }

    void close() {
        count(0);
        watches.values().forEach(FileWatch.Growth::cancel);
        watches.clear();
    }
}
