package dev.tailrace.source.tail;

import dev.tailrace.model.LossReason;
import dev.tailrace.model.Origin;
import dev.tailrace.model.Reasons;
import dev.tailrace.source.tail.Beginning.Begun;
import dev.tailrace.source.tail.RotationCheck.Verdict;
import java.io.IOException;
import java.time.Duration;

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

    private final FileSearch search;
    private final RotationQueue queue;
    private final NewFiles newFiles;
    private final CopyTruncate cuts;
    private final Beginning beginning;
    private final RotationCheck check;
    private final Losses losses;
    private final Handover out;
    private final LineTaker lines;
    private final QuietFiles quiet;
    private long grownAt;

    /** Whether what comes next cannot be told in this turn, since names move. */
    private boolean namesMove;

    Follower(
            Track track,
            TailFormat format,
            Handover out,
            Window window,
            Tails tails,
            Losses losses) {
        Series series = track.series();
        this.out = out;
        this.lines = new LineTaker(track.origin(), format, window, out, tails.counters());
        this.losses = losses;
        this.queue = new RotationQueue(series, tails);
        this.search = new FileSearch(series, queue.seen(), tails, losses);
        this.newFiles = new NewFiles(series, search, queue);
        Strangers strangers = new Strangers(series, queue.seen(), tails);
        this.cuts = new CopyTruncate(search, queue, strangers, losses, tails.counters());
        this.beginning = new Beginning(series, search, queue, newFiles, strangers, losses);
        this.check = new RotationCheck(queue);
        this.quiet = new QuietFiles(series, queue, lines, tails);
    }

    /** What is followed, and what it is where it does not say so itself. */
    record Track(String name, Series series, Origin origin) {}

    /** What is asked of its files while nothing is read of them. */
    QuietFiles quiet() {
        return quiet;
    }

    /** Says where it begins. */
    @FunctionalInterface
    interface Start {
        Begun of(Beginning beginning) throws IOException;
    }

    /** Begins there; what cannot be read now is tried again, and said. */
    Begun begin(Start start) {
        try {
            Begun begun = start.of(beginning);
            cuts.lookAgain();
            return begun;
        } catch (IOException e) {
            search.say(e);
            return Begun.NOT_YET;
        }
    }

    /** Finds what is newer than all that is known, and holds it open. */
    void look() {
        newFiles.look();
        cuts.lookAgain();
    }

    /** What a file is that was found beside those of the series. */
    Verdict verdict(Candidate candidate) {
        try {
            return check.of(candidate);
        } catch (IOException e) {
            return candidate.file().isRecent() ? Verdict.NOT_YET : Verdict.OTHER;
        }
    }

    /** Says, once, which of its files are left out, since they cannot be read. */
    void sayUnreadable() {
        search.sayUnreadable();
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
            } else if (file == queue.current()) {
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
                endLines();
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
        CopyTruncate.Unseen copies = cuts.unseenCopies(plain);
        namesMove = copies == CopyTruncate.Unseen.MOVED;
        return copies != CopyTruncate.Unseen.NONE;
    }

    private void giveUp(OpenFile file, IOException why) {
        LOG.log(System.Logger.Level.ERROR, "{0} cannot be read on: {1}", file, Reasons.of(why));
        losses.lost(LossReason.UNREADABLE, file.toString(), -1);
        queue.drop();
        look();
    }

    /** An unfinished line of a file that is not being written at this moment. */
    private long readUnfinished(OpenFile file) {
        return file == queue.current() && lines.takesUnfinished() ? readOnce(file, true) : 0;
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
        if (namesMove || file != queue.current()) {
            return; // it was cut off just now
        }
        goOnInReplacement(file);
        queue.leave();
        if (queue.current() == null || (hasMore() && queue.isHalfEmpty())) {
            look();
        } else {
            cuts.lookAgain();
        }
        OpenFile next = queue.current();
        if (next != null && next.generation.rank().run() != file.generation.rank().run()) {
            endLines();
        }
    }

    private void goOnInReplacement(OpenFile file) {
        OpenFile next = queue.following();
        try {
            if (next != null) {
                Replacement.goOn(file, next);
            }
        } catch (IOException e) {
            search.say(e); // and reading it will tell
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
        OpenFile now = queue.current();
        OpenFile next = queue.following();
        look();
        return now != queue.current() || next != queue.following();
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
    FollowerPlace place(long now) {
        return queue.place(now, !hasMore());
    }

    void close() {
        quiet.close();
        queue.close();
    }
}
