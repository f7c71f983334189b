package dev.tailrace.source.tail.rotation;

import dev.tailrace.model.LossReason;
import dev.tailrace.model.OsText;
import dev.tailrace.model.Reasons;
import dev.tailrace.source.tail.file.FileOpener;
import dev.tailrace.source.tail.file.Fingerprint;
import dev.tailrace.source.tail.file.FoundFile;
import dev.tailrace.source.tail.file.HeldFiles;
import dev.tailrace.source.tail.file.OpenFile;
import dev.tailrace.source.tail.file.PlainFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Looks at the files of a series, and opens some, while something else renames them. Only on the
 * loop's thread.
 *
 * <pre>
 *   list the names --> open what is wanted --each name is still that of its file--> found
 *        ^                      |
 *        `--a name has moved----'   after MAX_LOOKS: nothing is found, and the caller comes back
 *                                   at its next turn
 * </pre>
 */
public final class FileSearch {
    /** How often names may move between being found and being opened, in one turn. */
    public static final int MAX_LOOKS = 20;

    private static final System.Logger LOG = System.getLogger(FileSearch.class.getName());

    final Series series;
    final LossListener losses;
    private final SeenFiles seen;
    private final HeldFiles held;
    private boolean unfinished;
    private boolean unreadableSaid;

    /**
     * @param queue of the same series
     * @param held what is opened here is one of these
     */
    public FileSearch(Series series, RotationQueue queue, HeldFiles held, LossListener losses) {
        this.series = series;
        this.losses = losses;
        this.seen = queue.seen();
        this.held = held;
    }

    /** Looks once. */
    @FunctionalInterface
    interface Look<T> {
        /** What is found in this list; empty, with nothing left open, if names have moved since. */
        Optional<T> at(List<FoundFile> all) throws IOException;
    }

    /** Looks until names stand still; empty if they do not, which is looked at again soon. */
    <T> Optional<T> look(Look<T> look) throws IOException {
        for (int i = 0; i < MAX_LOOKS; i++) {
            Optional<T> found = look.at(series.list());
            if (found.isPresent()) {
                return found;
            }
        }
        unfinished = true;
        return Optional.empty();
    }

    /** Whether names are as in that list yet: then what none of them led to is not there. */
    boolean isStill(List<FoundFile> all) throws IOException {
        return Series.alike(all, series.list());
    }

    /**
     * Opens them in order, but for those that cannot be read, which is a loss; the newest may yet
     * get the rights that it lacks. Empty, with nothing open, if a name is another's by now.
     */
    Optional<List<OpenFile>> open(List<FoundFile> found) {
        List<OpenFile> opened = new ArrayList<>();
        for (FoundFile file : found) {
            try {
                OpenFile open = FileOpener.open(file);
                if (open == null) {
                    opened.forEach(OpenFile::close);
                    return Optional.empty();
                }
                opened.add(adopt(open));
            } catch (IOException e) {
                say(e);
                if (file.equals(found.getLast())) {
                    unfinished = true;
                } else {
                    losses.lost(LossReason.UNREADABLE, OsText.shown(file.path()), -1);
                    seen.add(file);
                }
            }
        }
        return Optional.of(opened);
    }

    /** Holds a file that was opened to look into it. */
    OpenFile adopt(OpenFile opened) {
        return opened.heldBy(held);
    }

    /** Whether there may be files that are not open and should be. */
    public boolean isUnfinished() {
        return unfinished;
    }

    /** Whether there is more to be found than was opened up to now. */
    void setUnfinished(boolean unfinished) {
        this.unfinished = unfinished;
    }

    /**
     * Looks for the newest file that has all that was read, the file itself or a copy, among those
     * whose names do not say that they are part of the series.
     *
     * @param since ns since 1970: no copy of what was read is older
     */
    MarkedFile stranger(Fingerprint mark, long since) throws IOException {
        List<FoundFile> files =
                series.strangers(each -> mayBe(each, mark, since)).stream()
                        .sorted(Comparator.comparingLong(FoundFile::modified))
                        .toList();
        return MarkedFile.newest(files, mark);
    }

    /** Sizes and times are compared first, as a folder may have a thousand files. */
    private boolean mayBe(FoundFile file, Fingerprint mark, long since) {
        boolean copy = mark.offset() > 0 && file.created() >= since && !seen.wasRead(file);
        boolean large = file.compressed() || file.size() >= mark.offset();
        return large && (copy || file.id().equals(mark.id())) && !held.has(file.id());
    }

    /**
     * Copies of a file that was cut off just now, with such names, made before the last that was
     * read of it had been written: all they have was read.
     */
    List<FoundFile> earlierStrangers(PlainFile file) throws IOException {
        return series.strangers(each ->
                each.created() >= file.since()
                        && each.isRecent()
                        && !held.has(each.id())
                        && CopyTruncate.isEarlier(each, file));
    }

    /** Says that a look has failed, loudly the first time. */
    public void say(IOException failure) {
        LOG.log(
                unreadableSaid ? System.Logger.Level.DEBUG : System.Logger.Level.WARNING,
                "{0} cannot be read, which is tried again: {1}",
                OsText.shown(series.path()),
                Reasons.of(failure));
        unreadableSaid = true;
    }
}
