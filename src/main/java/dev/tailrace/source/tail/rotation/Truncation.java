package dev.tailrace.source.tail.rotation;

import dev.tailrace.model.LossReason;
import dev.tailrace.source.tail.file.FileId;
import dev.tailrace.source.tail.file.Fingerprint;
import dev.tailrace.source.tail.file.FoundFile;
import dev.tailrace.source.tail.file.OpenFile;
import dev.tailrace.source.tail.file.PlainFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * What to do with a file that is cut off while it is read (logrotate's copytruncate): what was not
 * read of it is in the copy that was made before, if there is one.
 *
 * <pre>
 *   copy:   | read, as the file's mark says | the rest |   later copies, whole   | the file, anew
 * </pre>
 *
 * <p>Nobody can tell what was written between the copy and the cut. Only on the loop's thread.
 */
public final class Truncation {
    private final FileSearch search;
    private final RotationQueue queue;
    private final SeenFiles seen;
    private final LongAdder cuts;

    /** A cut that is not dealt with yet, since names move. */
    private @Nullable PlainFile open;

    /**
     * @param cuts counts how often a file was found cut off
     */
    public Truncation(FileSearch search, RotationQueue queue, LongAdder cuts) {
        this.search = search;
        this.queue = queue;
        this.seen = queue.seen();
        this.cuts = cuts;
    }

    /** What is read next after a cut. */
    private record AfterCut(List<OpenFile> copies, @Nullable FileId rest) {}

    /**
     * The current file was cut off: what was not read of it is in a copy, if there is one, and
     * whatever was cut off after it in later copies.
     *
     * @return false if names move: then this is to be called again at the next turn
     */
    public boolean cut(PlainFile file) throws IOException {
        if (open != file) {
            cuts.increment();
        }
        open = file;
        Optional<AfterCut> found = search.look(all -> copies(file, before(file.id(), all)));
        if (found.isPresent()) {
            open = null;
            goOnWith(found.get(), file);
        }
        return found.isPresent();
    }

    private Optional<AfterCut> copies(PlainFile file, List<FoundFile> all) throws IOException {
        Fingerprint mark = file.mark();
        MarkedFile found = unread(mark, all);
        if (found instanceof MarkedFile.Moved) {
            return Optional.empty();
        }
        if (found instanceof MarkedFile.Nowhere && !mark.isBlank()) {
            MarkedFile stranger = search.stranger(mark, file.since()).closed();
            if (stranger instanceof MarkedFile.At(_, OpenFile copy)) {
                return withStranger(copy.found(), file, all);
            }
            search.earlierStrangers(file).forEach(seen::addStranger);
        }
        int copy = found instanceof MarkedFile.At(int index, _) ? index : -1;
        int known =
                Math.max(
                        FoundFile.last(all, each -> CopyTruncate.isEarlier(each, file)),
                        seen.newest(all));
        List<FoundFile> copies = copy >= 0 ? from(copy, all) : after(known, all);
        return search.open(copiesOfWhatIsGone(file, copies, copy >= 0 ? 1 : 0))
                .map(unread -> {
                    all.subList(0, Math.max(copy, known) + 1).forEach(seen::add);
                    return new AfterCut(unread, copy >= 0 ? all.get(copy).id() : null);
                });
    }

    /** A copy that was read was made before: files often begin alike. */
    private MarkedFile unread(Fingerprint mark, List<FoundFile> all) {
        return mark.isBlank()
                ? new MarkedFile.Nowhere()
                : MarkedFile.newest(all, mark, each -> !seen.wasRead(each)).closed();
    }

    /**
     * The rest is in a copy whose name does not say that. Files of the series may come after it.
     */
    private Optional<AfterCut> withStranger(FoundFile copy, PlainFile file, List<FoundFile> all) {
        List<FoundFile> copies = new ArrayList<>(List.of(copy));
        copies.addAll(after(seen.newest(all), all));
        return search.open(copiesOfWhatIsGone(file, copies, 1))
                .map(unread -> new AfterCut(unread, copy.id()));
    }

    /** The first of the copies goes on where the file was read, if it has the rest. */
    private void goOnWith(AfterCut after, PlainFile file) throws IOException {
        long size = file.offset();
        List<OpenFile> all = new ArrayList<>(after.copies);
        all.forEach(OpenFile::complete);
        if (!all.isEmpty() && all.getFirst().id().equals(after.rest)) {
            all.getFirst().seek(size);
            size += all.getFirst().behind();
        }
        if (file.seen() > size) {
            search.losses.lost(LossReason.TRUNCATED, file.toString(), file.seen() - size);
        }
        all.add(file.restarted());
        queue.putFirst(all);
    }

    private static List<FoundFile> after(int known, List<FoundFile> all) {
        return all.subList(known + 1, all.size());
    }

    /** The copy, and what is not known after it: numbers may be out of order. */
    private List<FoundFile> from(int copy, List<FoundFile> all) {
        List<FoundFile> unread = new ArrayList<>(List.of(all.get(copy)));
        after(copy, all).stream().filter(each -> !seen.has(each)).forEach(unread::add);
        return unread;
    }

    /** Copies of a file are older than it is. */
    private static List<FoundFile> before(FileId id, List<FoundFile> all) {
        return all.stream().takeWhile(each -> !each.id().equals(id)).toList();
    }

    /** What a look for copies that come before a file has come to. */
    public enum Unseen {
        /** They are read first now. */
        FOUND,
        NONE,
        /** Names move: the file is not to be read before another look. */
        MOVED
    }

    /**
     * Before the first byte of a file: whether it has been cut off since it was found, and what it
     * had then is in copies that come first now.
     */
    public Unseen unseenCopies(PlainFile file) throws IOException {
        Optional<List<OpenFile>> found = search.look(all -> unseen(file, all));
        if (found.isEmpty()) {
            return Unseen.MOVED;
        }
        List<OpenFile> copies = found.get();
        if (copies.isEmpty()) {
            return Unseen.NONE;
        }
        copies.forEach(OpenFile::complete);
        file.forgetSeen();
        List<OpenFile> first = new ArrayList<>(copies);
        first.add(file);
        queue.putFirst(first);
        return Unseen.FOUND;
    }

    private Optional<List<OpenFile>> unseen(PlainFile file, List<FoundFile> found) {
        List<FoundFile> all = before(file.id(), found);
        return all.size() == found.size()
                ? Optional.of(List.of())
                : search.open(copiesOfWhatIsGone(file, after(seen.newest(all), all), 0));
    }

    /**
     * Without the newest, if the file is to be cut off for it: that copy may not be finished, and
     * what it has can still be read in the file.
     *
     * @param certain how many of the first are copies of what is gone
     */
    private static List<FoundFile> copiesOfWhatIsGone(
            PlainFile file, List<FoundFile> copies, int certain) {
        int last = copies.size() - 1;
        return last >= certain && CopyTruncate.isPart(copies.get(last), file)
                ? copies.subList(0, last)
                : copies;
    }

    /**
     * What was cut off again before its first byte was read is in a copy, as long as it is empty.
     */
    public void lookAgain() {
        try {
            if (queue.current() instanceof PlainFile file
                    && file.offset() == 0
                    && !file.isComplete()) {
                unseenCopies(file);
            }
        } catch (IOException e) {
            search.say(e);
        }
    }
}
