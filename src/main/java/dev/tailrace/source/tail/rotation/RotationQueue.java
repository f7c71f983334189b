package dev.tailrace.source.tail.rotation;

import dev.tailrace.model.Reasons;
import dev.tailrace.source.tail.file.FileId;
import dev.tailrace.source.tail.file.OpenFile;
import dev.tailrace.source.tail.file.PlainFile;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
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
public final class RotationQueue {
    private static final System.Logger LOG = System.getLogger(RotationQueue.class.getName());

    private final int maxWaiting;
    private final LongAdder waits;
    private final LongAdder rotations;
    private final LateFiles late = new LateFiles();
    private final SeenFiles seen;
    private final ArrayDeque<OpenFile> waiting = new ArrayDeque<>();
    private @Nullable OpenFile current;
    private @Nullable FileId dropped;

    /**
     * @param maxWaiting how many files are held open until they are read
     * @param waits counts those, over all queues
     * @param rotations counts how often it goes on with the next file
     */
    public RotationQueue(Series series, int maxWaiting, LongAdder waits, LongAdder rotations) {
        this.maxWaiting = maxWaiting;
        this.waits = waits;
        this.rotations = rotations;
        this.seen = new SeenFiles(series, this::held, late);
    }

    /** What is held here, and what is done with. */
    SeenFiles seen() {
        return seen;
    }

    /** Files that are done with, but for what comes late. */
    public LateFiles late() {
        return late;
    }

    public @Nullable OpenFile current() {
        return current;
    }

    /** The file after {@link #current}. */
    public @Nullable OpenFile following() {
        return waiting.peekFirst();
    }

    /** Whether more than one file follows. */
    public boolean isLongBehind() {
        return waiting.size() > 1;
    }

    /** The last file that could not be read. */
    @Nullable FileId dropped() {
        return dropped;
    }

    /** How many more may be held open. */
    int room() {
        return Math.max(0, maxWaiting - waiting.size());
    }

    /** Whether looking for more is worth it: a look takes longer than to read a small file. */
    public boolean isHalfEmpty() {
        return waiting.size() <= maxWaiting / 2;
    }

    private List<OpenFile> held() {
        List<OpenFile> held = new ArrayList<>(waiting);
        if (current != null) {
            held.addFirst(current);
        }
        return held;
    }

    /** The files that are held, or are read late, and are not compressed. */
    List<PlainFile> plainFiles() {
        return Stream.concat(late.files().stream(), held().stream())
                .filter(PlainFile.class::isInstance)
                .map(PlainFile.class::cast)
                .toList();
    }

    /** Appends files, to be read after all that wait. */
    void add(List<OpenFile> files) {
        files.forEach(waiting::addLast);
        waits.add(files.size());
        if (current == null) {
            takeNext();
        }
    }

    /** Puts files before all that wait: the first of them is read now. */
    void putFirst(List<OpenFile> files) {
        current = files.getFirst();
        List<OpenFile> rest = files.subList(1, files.size());
        rest.reversed().forEach(waiting::addFirst);
        waits.add(rest.size());
    }

    /** The current file is done with, but for what comes late; the next one is read now. */
    public void leave() {
        OpenFile old = current;
        if (old == null) {
            return;
        }
        goOnInReplacement(old, following());
        remember(old);
        if (old instanceof PlainFile plain && !old.isComplete()) {
            late.add(plain);
        } else {
            old.close();
        }
        rotations.increment();
        takeNext();
    }

    private static void goOnInReplacement(OpenFile file, @Nullable OpenFile next) {
        try {
            if (next != null && CopyTruncate.replaces(next, file)) {
                next.seek(file.offset());
            }
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "{0}: {1}", next, Reasons.of(e)); // reading tells it
        }
    }

    /** The current file cannot be read: the next one is read now. */
    public void drop() {
        OpenFile old = current;
        if (old != null) {
            dropped = old.id();
            remember(old);
            old.close();
            takeNext();
        }
    }

    private void remember(OpenFile old) {
        try {
            seen.add(old);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "{0} is left: {1}", old, Reasons.of(e));
            seen.add(old.found());
        }
    }

    private void takeNext() {
        current = waiting.pollFirst();
        if (current != null) {
            waits.add(-1);
        }
    }

    /**
     * Where reading is.
     *
     * @param now ns since 1970
     * @param newest whether no file is known to come after those that are held
     */
    public ResumePoint place(long now, boolean newest) {
        OpenFile at = current;
        if (at == null) {
            return new ResumePoint(null, seen.last(), now, seen.strangers());
        }
        return new ResumePoint(
                at.markAhead(),
                seen.last(),
                newest && waiting.isEmpty() ? now : modified(at),
                seen.strangers());
    }

    /** What is older has been read. */
    private static long modified(OpenFile file) {
        try {
            return file.stat().modified();
        } catch (IOException e) {
            return file.found().modified();
        }
    }

    /** How many bytes are not read yet. */
    public long behind() {
        return held().stream().mapToLong(OpenFile::behind).sum();
    }

    public void close() {
        late.close();
        waits.add(-waiting.size());
        held().forEach(OpenFile::close);
        current = null;
        waiting.clear();
    }
}
