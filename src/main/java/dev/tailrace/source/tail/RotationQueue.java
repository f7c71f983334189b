package dev.tailrace.source.tail;

import dev.tailrace.model.Reasons;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The file of a series that is read, and those that come next. Only on the loop's thread.
 *
 * <pre>
 *   by age:  | done with ... | current | waiting, held open ... | not found yet ... |
 *              SeenFiles       leave() -->                 add() -->
 * </pre>
 *
 * <p>What is found is held open, so that neither another rotation nor its removal is in the way.
 */
final class RotationQueue {
    private static final System.Logger LOG = System.getLogger(RotationQueue.class.getName());

    private final Tails tails;
    private final Late late;
    private final SeenFiles seen;
    private final ArrayDeque<OpenFile> waiting = new ArrayDeque<>();
    private @Nullable OpenFile current;
    private @Nullable FileId dropped;

    RotationQueue(Series series, Tails tails) {
        this.tails = tails;
        this.late = new Late(tails);
        this.seen = new SeenFiles(series, this::held, late);
    }

    /** What is held here, and what is done with. */
    SeenFiles seen() {
        return seen;
    }

    /** Those that are done with, but for what comes late. */
    Late late() {
        return late;
    }

    @Nullable OpenFile current() {
        return current;
    }

    /** The one after {@link #current}. */
    @Nullable OpenFile following() {
        return waiting.peekFirst();
    }

    /** Whether another one follows the one that follows. */
    boolean isLongBehind() {
        return waiting.size() > 1;
    }

    /** The last that could not be read. */
    @Nullable FileId dropped() {
        return dropped;
    }

    /** How many more may be held open. */
    int room() {
        return Math.max(0, tails.limits().maxWaitingFiles() - waiting.size());
    }

    /** Whether looking for more is worth it: a look takes longer than to read a small file. */
    boolean isHalfEmpty() {
        return waiting.size() <= tails.limits().maxWaitingFiles() / 2;
    }

    private List<OpenFile> held() {
        List<OpenFile> held = new ArrayList<>(waiting);
        if (current != null) {
            held.addFirst(current);
        }
        return held;
    }

    /** Those that are held, or are read late, and not compressed. */
    List<PlainFile> plainFiles() {
        List<PlainFile> plain = new ArrayList<>(late.files());
        held().stream()
                .filter(each -> each instanceof PlainFile)
                .forEach(each -> plain.add((PlainFile) each));
        return plain;
    }

    /** They come after all that waits. */
    void add(List<OpenFile> files) {
        files.forEach(waiting::addLast);
        tails.counters().waits(files.size());
        if (current == null) {
            takeNext();
        }
    }

    /** They come before whatever waits: the first of them is read now. */
    void putFirst(List<OpenFile> files) {
        current = files.getFirst();
        List<OpenFile> rest = files.subList(1, files.size());
        rest.reversed().forEach(waiting::addFirst);
        tails.counters().waits(rest.size());
    }

    /** The current file is done with, but for what comes late; the next one is read now. */
    void leave() {
        OpenFile old = current;
        if (old == null) {
            return;
        }
        old.unwatch();
        remember(old);
        if (old instanceof PlainFile plain && !old.isComplete()) {
            late.add(plain);
        } else {
            close(old);
        }
        tails.counters().rotated();
        takeNext();
    }

    /** The current file cannot be read: the next one is read now. */
    void drop() {
        OpenFile old = current;
        if (old != null) {
            dropped = old.id();
            remember(old);
            close(old);
            takeNext();
        }
    }

    private void remember(OpenFile old) {
        try {
            seen.add(old);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "{0} is left: {1}", old, Reasons.of(e));
            seen.add(old.generation);
        }
    }

    private void takeNext() {
        current = waiting.pollFirst();
        if (current != null) {
            tails.counters().waits(-1);
        }
    }

    private void close(OpenFile file) {
        tails.closed(file.id());
        file.close();
    }

    /**
     * Where reading is.
     *
     * @param now ns since 1970
     * @param newest whether no file is known to come after those that are held
     */
    FollowerPlace place(long now, boolean newest) {
        OpenFile at = current;
        if (at == null) {
            return new FollowerPlace(null, seen.last(), now, seen.strangers());
        }
        return new FollowerPlace(
                mark(at),
                seen.last(),
                newest && waiting.isEmpty() ? now : modified(at),
                seen.strangers());
    }

    private static Fingerprint mark(OpenFile of) {
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

    /** How many bytes are not read yet. */
    long behind() {
        return held().stream().mapToLong(OpenFile::behind).sum();
    }

    void close() {
        late.close();
        tails.counters().waits(-waiting.size());
        held().forEach(this::close);
        current = null;
        waiting.clear();
    }
}
