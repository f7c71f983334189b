package dev.tailrace.source.tail;

import dev.tailrace.model.LossReason;
import dev.tailrace.source.tail.Succession.Losses;
import dev.tailrace.source.tail.Succession.Opened;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
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
final class Cuts {
    private final Succession files;
    private final Losses losses;
    private final TailCounters counters;

    Cuts(Succession files, Losses losses, TailCounters counters) {
        this.files = files;
        this.losses = losses;
        this.counters = counters;
    }

    /**
     * The current file was cut off: what was not read of it is in a copy, if there is one, and
     * whatever was cut off after it in later copies.
     */
    void cut(PlainFile file) throws IOException {
        counters.truncated();
        for (int i = 0; i < Succession.TRIES; i++) {
            List<Generation> all = before(file.id(), files.series().list());
            FileMark mark = file.mark();
            Sought found =
                    mark.isBlank() ? new Sought.Nowhere() : Sought.newest(all, mark).closed();
            int copy = found instanceof Sought.At(int index, _) ? index : -1;
            int known = Math.max(shorterCopy(all, file), files.known().newest(all));
            List<Generation> copies = copy >= 0 ? from(copy, all) : after(known, all);
            Opened unread = files.open(copiesOfWhatIsGone(file, copies, copy >= 0 ? 1 : 0));
            if (!unread.moved() && !(found instanceof Sought.Moved)) {
                all.subList(0, Math.max(copy, known) + 1).forEach(files.passed()::add);
                goOnWith(unread.files(), copy >= 0 ? all.get(copy).id() : null, file);
                return;
            }
            unread.files().forEach(files::closed);
        }
        goOnWith(List.of(), null, file);
    }

    /** The first of the copies goes on where the file was read, if it is the one with that id. */
    private void goOnWith(List<OpenFile> copies, @Nullable FileId rest, PlainFile file)
            throws IOException {
        long size = file.offset();
        copies.forEach(OpenFile::complete);
        if (!copies.isEmpty() && copies.getFirst().id().equals(rest)) {
            copies.getFirst().seek(size);
            size += copies.getFirst().behind();
        }
        if (file.seen() > size) {
            losses.lost(LossReason.TRUNCATED, file.toString(), file.seen() - size);
        }
        List<OpenFile> all = new ArrayList<>(copies);
        all.add(file.restarted());
        files.putFirst(all);
    }

    private static List<Generation> after(int known, List<Generation> all) {
        return all.subList(known + 1, all.size());
    }

    /** The copy, and what came after it; whoever gave it a number out of order has others there. */
    private List<Generation> from(int copy, List<Generation> all) {
        List<Generation> unread = new ArrayList<>(List.of(all.get(copy)));
        after(copy, all).stream().filter(each -> !files.known().has(each)).forEach(unread::add);
        return unread;
    }

    /** Copies of a file are older than it is. */
    private static List<Generation> before(FileId id, List<Generation> all) {
        return all.stream().takeWhile(each -> !each.id().equals(id)).toList();
    }

    /** A copy that was made before the last of what was read had been written; -1 without any. */
    private static int shorterCopy(List<Generation> all, OpenFile file) {
        for (int i = all.size() - 1; i >= 0; i--) {
            Generation each = all.get(i);
            if (each.size() > 0
                    && !each.compressed()
                    && each.size() < file.offset()
                    && OpenFile.holds(each, copy -> file.beginsAs(copy.contents()))) {
                return i;
            }
        }
        return -1;
    }

    /**
     * Before the first byte of a file: whether it has been cut off since it was found, and what it
     * had then is in copies that come first now.
     */
    boolean hasUnseenCopies(PlainFile file) throws IOException {
        for (int i = 0; i < Succession.TRIES; i++) {
            List<Generation> found = files.series().list();
            List<Generation> all = before(file.id(), found);
            List<Generation> copies =
                    copiesOfWhatIsGone(file, after(files.known().newest(all), all), 0);
            if (all.size() == found.size() || copies.isEmpty()) {
                return false;
            }
            Opened unread = files.open(copies);
            if (!unread.moved()) {
                unread.files().forEach(OpenFile::complete);
                List<OpenFile> first = new ArrayList<>(unread.files());
                first.add(file);
                files.putFirst(first);
                return !unread.files().isEmpty();
            }
            unread.files().forEach(files::closed);
        }
        return false;
    }

    /**
     * Without the newest, if the file is to be cut off for it: that copy may not be finished, and
     * what it has can still be read in the file.
     *
     * @param certain how many of the first are copies of what is gone
     */
    private static List<Generation> copiesOfWhatIsGone(
            PlainFile file, List<Generation> copies, int certain) {
        int last = copies.size() - 1;
        return last >= certain && isToBeCut(file, copies.get(last))
                ? copies.subList(0, last)
                : copies;
    }

    /** Whether the copy has what the file has now, which is to be cut off. */
    private static boolean isToBeCut(PlainFile file, Generation newest) {
        return OpenFile.holds(newest, copy -> copy.markOfAll().matches(file.contents()));
    }

    /**
     * What was cut off again before its first byte was read is in a copy, as long as it is empty.
     */
    void lookAgain(@Nullable OpenFile current) {
        try {
            if (current instanceof PlainFile file && file.offset() == 0 && !file.isComplete()) {
                hasUnseenCopies(file);
            }
        } catch (IOException e) {
            files.say(e);
        }
    }
}
