package dev.tailrace.source.tail;

import dev.tailrace.model.Reasons;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
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
            LOG.log(System.Logger.Level.DEBUG, "{0}: {1}", series.path(), Reasons.of(e));
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
        return isWatched(file, then) && isWatched(next, then);
    }

    private boolean isWatched(@Nullable OpenFile file, Runnable then) {
        if (!(file instanceof PlainFile plain) || file.isWatched()) {
            return true;
        }
        try {
            int before = plain.unread();
            file.unwatch();
            file.growth = tails.watch().growth(file.descriptor.fd(), then);
            // What came after the last read, and before the watch did, is not told by it.
            return lines.fill(plain) == before;
        } catch (IOException e) {
            return false; // the next turn will say it
        }
    }

    /** Whether the file that is read could be watched. */
    boolean canBeWatched() {
        OpenFile file = queue.current();
        return file == null || file.growth != null;
    }

    /** Whether the newest name, where it tells, is that of another file. */
    boolean hasOtherNames() {
        OpenFile file = queue.current();
        Optional<Path> newest = series.newest();
        if (file == null || queue.following() != null) {
            return true;
        }
        try {
            return newest.isPresent() && !FileId.stat(newest.get()).id().equals(file.id());
        } catch (IOException e) {
            return true;
        }
    }

    /** Whether any of its files has a name. */
    boolean isThere() {
        try {
            // A folder may have many others.
            return series.newest().filter(Files::exists).isPresent() || !series.list().isEmpty();
        } catch (IOException e) {
            return true; // nobody knows
        }
    }

    /** Counts what is not read yet. */
    void countBehind() {
        long now = queue.behind();
        tails.counters().behindBy(now - behind);
        behind = now;
    }

    void close() {
        tails.counters().behindBy(-behind);
        behind = 0;
    }
}
