package dev.tailrace.source.tail;

import dev.tailrace.model.LossReason;
import dev.tailrace.model.OsText;
import dev.tailrace.model.Reasons;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
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
final class FileSearch {
    /** How often names may move between being found and being opened, in one turn. */
    static final int MAX_LOOKS = 20;

    private static final System.Logger LOG = System.getLogger(FileSearch.class.getName());

    private final Series series;
    private final SeenFiles seen;
    private final Tails tails;
    private final Losses losses;
    private boolean unfinished;
    private boolean unreadableSaid;
    private boolean compressedSaid;

    FileSearch(Series series, SeenFiles seen, Tails tails, Losses losses) {
        this.series = series;
        this.seen = seen;
        this.tails = tails;
        this.losses = losses;
    }

    /** Looks once. */
    @FunctionalInterface
    interface Look<T> {
        /** What is found in this list; empty, with nothing left open, if names have moved since. */
        Optional<T> at(List<Generation> all) throws IOException;
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
    boolean isStill(List<Generation> all) throws IOException {
        return Series.alike(all, series.list());
    }

    /**
     * Opens them in order, but for those that cannot be read, which is a loss; the newest may yet
     * get the rights that it lacks. Empty, with nothing open, if a name is another's by now.
     */
    Optional<List<OpenFile>> open(List<Generation> found) {
        List<OpenFile> opened = new ArrayList<>();
        for (Generation file : found) {
            try {
                OpenFile open = OpenFile.open(file);
                if (open == null) {
                    close(opened);
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

    /** Has a file that was opened elsewhere be one of those that {@link #close} closes. */
    OpenFile adopt(OpenFile opened) {
        tails.opened(opened.id());
        return opened;
    }

    void close(List<OpenFile> files) {
        files.forEach(each -> {
            tails.closed(each.id());
            each.close();
        });
    }

    /** Whether there may be files that are not open and should be. */
    boolean isUnfinished() {
        return unfinished;
    }

    /** Whether there is more to be found than was opened up to now. */
    void setUnfinished(boolean unfinished) {
        this.unfinished = unfinished;
    }

    /** Says, once, what is compressed of it so that it cannot be read. */
    void sayUnreadable() {
        try {
            List<Path> files = compressedSaid ? List.of() : series.unreadable();
            if (!files.isEmpty()) {
                compressedSaid = true;
                LOG.log(
                        System.Logger.Level.WARNING,
                        "{0} is left out, and so are other files of {1} that are compressed in"
                                + " another way than gzip: they cannot be read.",
                        files.getFirst(),
                        series.path());
            }
        } catch (IOException e) {
            say(e);
        }
    }

    /** Says that a look has failed, loudly the first time. */
    void say(IOException failure) {
        LOG.log(
                unreadableSaid ? System.Logger.Level.DEBUG : System.Logger.Level.WARNING,
                "{0} cannot be read, which is tried again: {1}",
                series.path(),
                Reasons.of(failure));
        unreadableSaid = true;
    }
}
