package dev.tailrace.source.tail;

import dev.tailrace.model.LossReason;
import dev.tailrace.model.Reasons;
import dev.tailrace.source.SourceItems;
import dev.tailrace.source.tail.file.OpenFile;
import dev.tailrace.source.tail.file.PlainFile;
import dev.tailrace.source.tail.file.Window;
import dev.tailrace.source.tail.lines.LineFormat;
import dev.tailrace.source.tail.lines.LineTaker;
import dev.tailrace.source.tail.rotation.Beginning;
import dev.tailrace.source.tail.rotation.Beginning.Begun;
import dev.tailrace.source.tail.rotation.Candidate;
import dev.tailrace.source.tail.rotation.FileSearch;
import dev.tailrace.source.tail.rotation.LossListener;
import dev.tailrace.source.tail.rotation.NewerFiles;
import dev.tailrace.source.tail.rotation.ResumePoint;
import dev.tailrace.source.tail.rotation.RotationCheck;
import dev.tailrace.source.tail.rotation.RotationCheck.Verdict;
import dev.tailrace.source.tail.rotation.RotationQueue;
import dev.tailrace.source.tail.rotation.Series;
import dev.tailrace.source.tail.rotation.Truncation;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

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
    private static final System.Logger LOG = System.getLogger(Follower.class.getName());

    /** A file that is written is read again so soon, and not watched meanwhile. */
    static final Duration SOON = Duration.ofMillis(5);

    /** A file that was renamed is left after so long even if the new one stays empty. */
    private static final Duration LEAVE_AFTER = Duration.ofSeconds(10);

    /** As many files in a row that have nothing, or cannot be read, are enough for a turn. */
    private static final int MAX_FRUITLESS = 100;

    /** How a turn ended. */
    enum Turn {
        MORE,
        /** There was something. */
        SOON,
        /** There is nothing. */
        QUIET
    }

    private final Track track;
    private final FileSearch search;
    private final RotationQueue queue;
    private final NewerFiles newerFiles;
    private final Truncation cuts;
    private final Beginning beginning;
    private final RotationCheck check;
    private final LossListener losses;
    private final SourceItems out;
    private final LineTaker lines;
    private final QuietFiles quiet;
    private long grownAt;

    /** Whether what comes next cannot be told in this turn, since names move. */
    private boolean namesMove;

    Follower(
            Track track,
            LineFormat format,
            SourceItems out,
            Window window,
            Tails tails,
            LossListener losses) {
        Series series = track.series();
        this.track = track;
        this.out = out;
        TailCounters counters = tails.counters();
        this.lines = new LineTaker(track.origin(), format, window, out, counters.malformed);
        this.losses = losses;
        this.queue =
                new RotationQueue(
                        series,
                        tails.limits.maxWaitingFiles(),
                        counters.waiting,
                        counters.rotations);
        this.search = new FileSearch(series, queue, tails.held, losses);
        this.newerFiles = new NewerFiles(search, queue);
        this.cuts = new Truncation(search, queue, counters.truncations);
        this.beginning = new Beginning(search, queue, newerFiles);
        this.check = new RotationCheck(queue);
        this.quiet = new QuietFiles(series, queue, lines, tails);
    }

    Track track() {
        return track;
    }

    /** What is asked of its files while nothing is read of them. */
    QuietFiles quiet() {
        return quiet;
    }

    /** Begins at that place, if there is one; what cannot be read now is tried again, and said. */
    Begun begin(Optional<ResumePoint> place, boolean atEnd) {
        try {
            Begun begun =
                    place.isPresent()
                            ? beginning.at(place.get())
                            : atEnd ? beginning.atEnd() : beginning.atFirst();
            cuts.lookAgain();
            return begun;
        } catch (IOException e) {
            search.say(e);
            return Begun.NOT_YET;
        }
    }

    /** Finds what is newer than all that is known, and holds it open. */
    void look() {
        newerFiles.look();
        cuts.lookAgain();
    }

    /** What a file is that was found beside those of the series. */
    Verdict verdict(Candidate candidate) {
        return check.of(candidate);
    }

    /** Whether there may be files that are not held yet. */
    boolean hasMore() {
        return search.isUnfinished();
    }

    /** Reads until {@code budget} bytes are read or there is nothing more for now, or no demand. */
    Turn turn(long budget) {
        long left = budget;
        boolean leaving = false;
        namesMove = false;
        for (int fruitless = 0;
                left > 0 && fruitless < MAX_FRUITLESS && out.hasDemand();
                fruitless++) {
            OpenFile file = queue.current();
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
            } else if (file.equals(queue.current())) {
                if (namesMove || !mayLeave(file)) {
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
        return left <= 0 ? Turn.MORE : left < budget || namesMove ? Turn.SOON : Turn.QUIET;
    }

    /** Takes what is there, at most a window; how much. With {@code all}, unfinished lines too. */
    private long readOnce(OpenFile file, boolean all) {
        if (namesMove) {
            return 0;
        }
        try {
            int length = lines.fill(file);
            if (length == OpenFile.CUT && file instanceof PlainFile plain) {
                out.endLines();
                namesMove = !cuts.cut(plain);
                return 0;
            }
            return length <= 0 || isAfterUnseenCopies(file) ? 0 : lines.take(file, all);
        } catch (IOException e) {
            giveUp(file, e);
            return 0;
        }
    }

    /** Whether other bytes come before the first of this file. */
    private boolean isAfterUnseenCopies(OpenFile file) throws IOException {
        if (file.offset() > 0 || file.isComplete() || !(file instanceof PlainFile plain)) {
            return false;
        }
        Truncation.Unseen copies = cuts.unseenCopies(plain);
        namesMove = copies == Truncation.Unseen.MOVED;
        return copies != Truncation.Unseen.NONE;
    }

    private void giveUp(OpenFile file, IOException why) {
        LOG.log(System.Logger.Level.ERROR, "{0} cannot be read on: {1}", file, Reasons.of(why));
        losses.lost(LossReason.UNREADABLE, file.toString(), -1);
        queue.drop();
        look();
    }

    /** An unfinished line of a file that is not being written at this moment. */
    private long readUnfinished(OpenFile file) {
        return file.equals(queue.current()) && lines.takesUnfinished() ? readOnce(file, true) : 0;
    }

    private boolean mayLeave(OpenFile file) {
        OpenFile next = queue.following();
        if (next == null) {
            return file.isComplete() && hasMore();
        }
        return file.isComplete()
                || queue.isLongBehind()
                || next.hasNews()
                || System.nanoTime() - grownAt > LEAVE_AFTER.toNanos();
    }

    /** What it has yet, without a line's end, will not go on here. */
    private void leave(OpenFile file) {
        readOnce(file, true);
        if (namesMove || !file.equals(queue.current())) {
            return; // it was cut off just now
        }
        queue.leave();
        if (queue.current() == null || (hasMore() && queue.isHalfEmpty())) {
            look();
        } else {
            cuts.lookAgain();
        }
        OpenFile next = queue.current();
        if (next != null && next.found().rank().run() != file.found().rank().run()) {
            out.endLines();
        }
    }

    /** Whether its lines may have times of their own. */
    boolean mayHaveTimes() {
        return lines.mayHaveTimes();
    }

    /** Looks for files; whether another one is read now, or follows. */
    boolean findsMore() {
        OpenFile now = queue.current();
        OpenFile next = queue.following();
        look();
        return !Objects.equals(now, queue.current()) || !Objects.equals(next, queue.following());
    }

    /** Whether no other file follows the one that is read. */
    boolean isAtLastFile() {
        return queue.following() == null && !hasMore();
    }

    /** Hands on what was written to files after they had been renamed; whether there was any. */
    boolean readLate() {
        OpenFile now = queue.current();
        queue.late().closeOld(now == null || now.offset() == 0);
        if (now != null && !now.isAtLineStart()) {
            return false; // it would come into the middle of a line
        }
        boolean any = false;
        for (PlainFile file : queue.late().grown()) {
            any |= hasTaken(file);
        }
        return any;
    }

    /** All whole lines of a file that is done with otherwise, whatever is wrong with the rest. */
    private boolean hasTaken(PlainFile late) {
        boolean any = false;
        try {
            while (out.hasDemand() && lines.fill(late) > 0 && lines.take(late, false) > 0) {
                any = true;
            }
        } catch (IOException e) {
            search.say(e);
        }
        return any;
    }

    /** Where it is, at {@code now}. */
    ResumePoint place(long now) {
        return queue.place(now, !hasMore());
    }

    void close() {
        quiet.close();
        queue.close();
    }
}
