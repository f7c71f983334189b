package dev.tailrace.source.tail;

import dev.tailrace.model.Origin;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the files of one series, one after the other, each to its end. Only on the loop's thread.
 *
 * <pre>
 *   READING --at the end--> READING again, soon --still at the end--> QUIET, watched
 *      ^ `--at the end, and another follows that has bytes--> the next file     |
 *      `------------------------- it has grown ----------------------------------'
 * </pre>
 */
final class Follower {
    /** A file that is written is read again so soon, and not watched meanwhile. */
    static final Duration SOON = Duration.ofMillis(5);

    /** For what no watch tells: file systems over a network, a queue that was full. */
    static final Duration POLL = Duration.ofSeconds(10);

    /** The same where nothing can be watched. */
    static final Duration POLL_UNWATCHED = Duration.ofMillis(500);

    /** A file that was renamed is left after so long even if the new one stays empty. */
    private static final Duration LEAVE_AFTER = Duration.ofSeconds(10);

    /** As many files in a row that have nothing, or cannot be read, are enough for a turn. */
    private static final int MAX_FRUITLESS = 100;

    /** How a turn ended. */
    enum Turn {
        /** There is more. */
        MORE,
        /** There was something. */
        SOON,
        /** There is nothing. */
        QUIET
    }

    final Series series;
    private final Succession files;
    private final Beginning beginning;
    private final Handover out;
    private final Tails tails;
    private final LineTaker lines;
    private long grownAt;
    private long behind;

    Follower(
            Track track,
            TailFormat format,
            Handover out,
            Window window,
            Tails tails,
            Succession.Losses losses) {
        this.series = track.series();
        this.out = out;
        this.lines = new LineTaker(track.origin(), format, window, out, tails.counters());
        this.tails = tails;
        this.files = new Succession(series, tails, losses);
        this.beginning = new Beginning(files, losses);
    }

    /** What is followed, and what it is where it does not say so itself. */
    record Track(String name, Series series, Origin origin) {}

    Succession files() {
        return files;
    }

    /** Where it begins. */
    Beginning beginning() {
        return beginning;
    }

    /** Reads until {@code budget} bytes are read or there is nothing more for now. */
    Turn turn(long budget) {
        long left = budget;
        boolean leaving = false;
        for (int fruitless = 0; left > 0 && fruitless < MAX_FRUITLESS; fruitless++) {
            OpenFile file = files.current();
            if (file == null) {
                break;
            }
            long read = readOnce(file, false);
            if (read == 0 && left == budget && !leaving) {
                read = readUnfinished(file);
            }
            if (read > 0) {
                left -= read;
                leaving = false;
                fruitless = 0;
            } else if (file == files.current()) {
                if (!mayLeave(file)) {
                    break;
                }
                if (leaving) {
                    leave(file);
                }
                leaving = !leaving;
            }
        }
        out.commit();
        if (left < budget) {
            grownAt = System.nanoTime();
        }
        return left <= 0 ? Turn.MORE : left < budget ? Turn.SOON : Turn.QUIET;
    }

    /** Takes what is there, at most a window; how much. With {@code all}, unfinished lines too. */
    private long readOnce(OpenFile file, boolean all) {
        try {
            int length = lines.fill(file);
            if (length == OpenFile.CUT && file instanceof PlainFile plain) {
                endLines();
                files.cuts().cut(plain);
                return 0;
            }
            boolean first = length > 0 && file.offset() == 0 && !file.isComplete();
            if (length <= 0 || (first && files.cuts().hasUnseenCopies((PlainFile) file))) {
                return 0;
            }
            return lines.take(file, all);
        } catch (IOException e) {
            files.giveUp(file, e);
            return 0;
        }
    }

    /** An unfinished line of a file that is not being written at this moment. */
    private long readUnfinished(OpenFile file) {
        return file == files.current() && lines.takesUnfinished() ? readOnce(file, true) : 0;
    }

    private boolean mayLeave(OpenFile file) {
        OpenFile next = files.following();
        if (next == null) {
            return file.isComplete() && files.hasMore();
        }
        return file.isComplete()
                || files.isLongBehind()
                || next.behind() > 0
                || System.nanoTime() - grownAt > LEAVE_AFTER.toNanos();
    }

    /** What it has yet, without a line's end, will not go on here. */
    private void leave(OpenFile file) {
        readOnce(file, true);
        files.next();
        OpenFile next = files.current();
        if (next != null && next.generation.rank().run() != file.generation.rank().run()) {
            endLines();
        }
    }

    private void endLines() {
        out.end(Origin.STDOUT);
        out.end(Origin.STDERR);
    }

    /** Whether its lines may have times of their own. */
    boolean mayHaveTimes() {
        return lines.mayHaveTimes();
    }

    /** Looks for files; whether another one is read now, or follows. */
    boolean findsMore() {
        OpenFile now = files.current();
        OpenFile next = files.following();
        files.look();
        return now != files.current() || next != files.following();
    }

    /** Whether no other file follows the one that is read. */
    boolean isAtLastFile() {
        return files.following() == null && !files.hasMore();
    }

    /** Hands on what was written to files after they had been renamed; whether there was any. */
    boolean readLate() {
        OpenFile now = files.current();
        files.late().closeOld(now == null || now.offset() == 0);
        if (now != null && !now.isAtLineStart()) {
            return false; // it would come into the middle of a line
        }
        boolean any = false;
        for (PlainFile file : files.late().grown()) {
            any |= hasTaken(file);
        }
        return any;
    }

    /** All whole lines of a file that is done with otherwise, whatever is wrong with the rest. */
    private boolean hasTaken(PlainFile late) {
        boolean any = false;
        try {
            while (lines.fill(late) > 0 && lines.take(late, false) > 0) {
                any = true;
            }
        } catch (IOException e) {
            files.say(e);
        }
        return any;
    }

    /**
     * Watches what is quiet: {@code then} runs once it grows.
     *
     * @return false if it has grown meanwhile
     */
    boolean watch(Runnable then) {
        OpenFile file = files.current();
        OpenFile next = files.following();
        return isWatched(file, then) && isWatched(next, then);
    }

    private boolean isWatched(@Nullable OpenFile file, Runnable then) {
        if (!(file instanceof PlainFile plain) || file.isWatched()) {
            return true;
        }
        try {
            int before = lines.fill(plain);
            file.unwatch();
            file.growth = tails.watch().growth(file.descriptor.fd(), then);
            // What came before the watch did is not told by it.
            return lines.fill(plain) == before;
        } catch (IOException e) {
            return false; // the next turn will say it
        }
    }

    boolean canBeWatched() {
        OpenFile file = files.current();
        return file == null || file.growth != null;
    }

    /** Whether the newest name, where it tells, is that of another file. */
    boolean hasOtherNames() {
        OpenFile file = files.current();
        Optional<Path> newest = series.newest();
        if (file == null || files.following() != null) {
            return true;
        }
        try {
            return newest.isPresent() && !FileId.stat(newest.get()).id().equals(file.id());
        } catch (IOException e) {
            return true;
        }
    }

    void countBehind() {
        long now = files.behind();
        tails.counters().behindBy(now - behind);
        behind = now;
    }

    void close() {
        files.close();
        tails.counters().behindBy(-behind);
        behind = 0;
    }
}
