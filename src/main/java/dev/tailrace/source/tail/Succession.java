package dev.tailrace.source.tail;

import dev.tailrace.model.LossReason;
import dev.tailrace.model.OsText;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which file of a series is read, and which comes next. Only on the loop's thread.
 *
 * <pre>
 *   series, by age:  | done with ... | current | waiting, held open ... | not open yet ... |
 *                      Passed, Late    next() -->                         look() -->
 * </pre>
 *
 * <p>Whatever is newer than the newest that is known is new: so it does not matter which names
 * files have by now. What is found is held open, so that neither another rotation nor its removal
 * is in the way.
 */
final class Succession {
    private static final System.Logger LOG = System.getLogger(Succession.class.getName());

    /** How often names may move between being found and being opened. */
    static final int TRIES = 20;

    private final Series series;
    private final Tails tails;
    private final Losses losses;
    private final Passed passed = new Passed();
    private final Known known;
    private final Cuts cuts;
    private final Late late;
    private final ArrayDeque<OpenFile> waiting = new ArrayDeque<>();
    private @Nullable OpenFile current;

    /** Whether there is more than may be held open. */
    private boolean more;

    private boolean unreadableSaid;

    /** Who is told of what cannot be read any more. */
    @FunctionalInterface
    interface Losses {
        /** So many bytes of {@code file} are lost; less than 0 if nobody knows how many. */
        void lost(LossReason reason, String file, long bytes);
    }

    /**
     * What was opened of what was found.
     *
     * @param moved whether it is not all, because names are others' by now
     */
    record Opened(List<OpenFile> files, boolean moved) {}

    Succession(Series series, Tails tails, Losses losses) {
        this.series = series;
        this.tails = tails;
        this.losses = losses;
        this.late = new Late(tails);
        this.known = new Known(this::held, late, passed);
        this.cuts = new Cuts(this, losses, tails.counters());
    }

    Series series() {
        return series;
    }

    Passed passed() {
        return passed;
    }

    Known known() {
        return known;
    }

    /** What is done when files are cut off. */
    Cuts cuts() {
        return cuts;
    }

    @Nullable OpenFile current() {
        return current;
    }

    /** The one after {@link #current}, if it is held. */
    @Nullable OpenFile following() {
        return waiting.peekFirst();
    }

    /** Whether another one follows the one that follows. */
    boolean isLongBehind() {
        return waiting.size() > 1;
    }

    /** Whether there may be files that are not held yet. */
    boolean hasMore() {
        return more;
    }

    Late late() {
        return late;
    }

    /** Finds what is newer than all that is known, and opens it. */
    void look() {
        try {
            boolean done = false;
            for (int i = 0; i < TRIES && !done; i++) {
                List<Generation> all = series.list();
                List<Generation> newer = room(all.subList(known.newest(all) + 1, all.size()));
                Opened opened = open(newer);
                done = !opened.moved() && known.isNext(opened.files(), series);
                if (done) {
                    List<OpenFile> complete = withoutUnfinishedCopy(opened.files());
                    complete.forEach(waiting::addLast);
                    tails.counters().waits(complete.size());
                } else {
                    opened.files().forEach(this::closed);
                }
            }
            // Its names move faster than they can be read: with luck not the next time.
            more |= !done;
        } catch (IOException e) {
            say(e);
        }
        if (current == null) {
            takeNext();
        }
        cuts.lookAgain(current);
    }

    /** Closes, and leaves out, what cannot be read yet. */
    private List<OpenFile> withoutUnfinishedCopy(List<OpenFile> files) throws IOException {
        List<OpenFile> left = UnfinishedCopy.leftOut(files, series);
        more |= left.size() > 1;
        left.forEach(this::closed);
        List<OpenFile> rest = new ArrayList<>(files);
        rest.removeAll(left);
        return rest;
    }

    /** As many as may be held open. */
    private List<Generation> room(List<Generation> newer) {
        int room = Math.max(0, tails.limits().maxWaitingFiles() - waiting.size());
        more = newer.size() > room;
        return more ? newer.subList(0, room) : newer;
    }

    /**
     * To look at the names of many files for each of them would take more time than to read them.
     */
    private boolean isHalfEmpty() {
        return waiting.size() <= tails.limits().maxWaitingFiles() / 2;
    }

    private List<OpenFile> held() {
        List<OpenFile> held = new ArrayList<>(waiting);
        if (current != null) {
            held.addFirst(current);
        }
        return held;
    }

    /**
     * Opens them in order, but for those that cannot be read, which is a loss; the newest may yet
     * get the rights that it lacks.
     */
    Opened open(List<Generation> found) {
        List<OpenFile> opened = new ArrayList<>();
        for (Generation file : found) {
            try {
                OpenFile open = OpenFile.open(file);
                if (open == null) {
                    return new Opened(opened, true);
                }
                tails.counters().opened(1);
                opened.add(open);
            } catch (IOException e) {
                say(e);
                if (file.equals(found.getLast())) {
                    more = true;
                } else {
                    losses.lost(LossReason.UNREADABLE, OsText.shown(file.path()), -1);
                    passed.add(file);
                }
            }
        }
        return new Opened(opened, false);
    }

    /** Has it be one of those that are held. */
    OpenFile adopt(OpenFile opened) {
        tails.counters().opened(1);
        return opened;
    }

    void say(IOException failure) {
        LOG.log(
                unreadableSaid ? System.Logger.Level.DEBUG : System.Logger.Level.WARNING,
                "{0} cannot be read, which is tried again: {1}",
                series,
                reason(failure));
        unreadableSaid = true;
    }

    private static String reason(IOException failure) {
        return Objects.requireNonNullElse(failure.getMessage(), failure.toString());
    }

    void closed(OpenFile file) {
        tails.counters().opened(-1);
        file.close();
    }

    /** Goes on with the next file; the one before it is done with, but for what comes late. */
    void next() {
        OpenFile old = current;
        if (old != null) {
            old.unwatch();
            leave(old);
            current = null;
            tails.counters().rotated();
        }
        if (waiting.isEmpty() || (more && isHalfEmpty())) {
            look();
        } else {
            takeNext();
            cuts.lookAgain(current);
        }
    }

    private void leave(OpenFile old) {
        try {
            passed.add(old);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "{0} is left: {1}", old, e.toString());
        }
        if (old instanceof PlainFile plain && !old.isComplete()) {
            late.add(plain);
        } else {
            closed(old);
        }
    }

    private void takeNext() {
        current = waiting.pollFirst();
        if (current != null) {
            tails.counters().waits(-1);
        }
    }

    /** They come before whatever waits: the first of them is read now. */
    void putFirst(List<OpenFile> files) {
        current = files.getFirst();
        List<OpenFile> rest = files.subList(1, files.size());
        rest.reversed().forEach(waiting::addFirst);
        tails.counters().waits(rest.size());
    }

    /** The current file cannot be read. */
    void giveUp(OpenFile file, IOException why) {
        LOG.log(System.Logger.Level.ERROR, "{0} cannot be read on: {1}", file, reason(why));
        losses.lost(LossReason.UNREADABLE, file.toString(), -1);
        try {
            passed.add(file);
        } catch (IOException e) {
            passed.add(file.generation);
        }
        closed(file);
        current = null;
        look();
    }

    /** Where it is, at {@code now}. */
    FollowerPlace place(long now) {
        OpenFile at = current;
        if (at == null) {
            return new FollowerPlace(null, passed.last(), now);
        }
        boolean newest = waiting.isEmpty() && !more;
        return new FollowerPlace(mark(at), passed.last(), newest ? now : modified(at));
    }

    private static FileMark mark(OpenFile of) {
        try {
            return of.markAhead();
        } catch (IOException e) {
            return of.mark(); // what is wrong with it, reading it will tell
        }
    }

    /** What is older has been read. */
    private static long modified(OpenFile file) {
        try {
            return FileId.stat(FileId.pathOf(file.descriptor.fd())).modified();
        } catch (IOException e) {
            return file.generation.modified();
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

    /** How many bytes are not read yet. */
    long behind() {
        long bytes = current == null ? 0 : current.behind();
        for (OpenFile each : waiting) {
            bytes += each.behind();
        }
        return bytes;
    }

    void close() {
        late.close();
        if (current != null) {
            closed(current);
            current = null;
        }
        tails.counters().waits(-waiting.size());
        waiting.forEach(this::closed);
        waiting.clear();
    }
}
