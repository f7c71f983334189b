package dev.tailrace.source.tail;

import dev.tailrace.model.LossReason;
import java.io.IOException;
import java.util.List;
import java.util.Objects;

/**
 * Where reading a series begins. Only on the loop's thread.
 *
 * <pre>
 *   place: the file it says, or a copy, from its mark on --> those that are newer
 *          nothing was read of it: what is newer than the one before it
 *          neither is there:       what was written since, and a loss if something was in it
 * </pre>
 */
final class Beginning {
    /** What is written gets the time of the kernel's last tick, of which there are 100 a second. */
    private static final long TICK_NANOS = 10_000_000;

    private final Succession files;
    private final Succession.Losses losses;

    Beginning(Succession files, Succession.Losses losses) {
        this.files = files;
        this.losses = losses;
    }

    /** Begins at the newest file's end: the others are done with. */
    void atEnd() throws IOException {
        for (int i = 0; i < Succession.TRIES; i++) {
            List<Generation> all = files.series().list();
            if (all.isEmpty()) {
                return;
            }
            List<OpenFile> newest = files.open(List.of(all.getLast())).files();
            if (!newest.isEmpty()) {
                all.subList(0, all.size() - 1).forEach(files.passed()::add);
                newest.getFirst().seek(LineStart.atEnd(newest.getFirst()));
                files.putFirst(newest);
                return;
            }
        }
    }

    /**
     * Goes on where it was.
     *
     * @return false if that is not there: then what the log has after it is not known either
     */
    boolean at(FollowerPlace place) throws IOException {
        FileMark mark = place.mark();
        for (int i = 0; i < Succession.TRIES; i++) {
            List<Generation> all = files.series().list();
            Sought before = before(place, all);
            Sought at = mark == null ? new Sought.Nowhere() : sought(mark, all, before);
            if (at instanceof Sought.At(int index, OpenFile file)) {
                all.subList(0, index).forEach(files.passed()::add);
                files.passed().setLast(place.after());
                begin(files.adopt(file), Objects.requireNonNull(mark), index == all.size() - 1);
                return true;
            }
            boolean nothingRead = mark == null || mark.offset() == 0;
            if (nothingRead && before instanceof Sought.At(int index, _)) {
                return behind(index, all, place);
            }
            if (!(before instanceof Sought.Moved) && !(at instanceof Sought.Moved)) {
                return since(place, all);
            }
        }
        return since(place, files.series().list());
    }

    /** The file before the one that was read, where the place has it. */
    private static Sought before(FollowerPlace place, List<Generation> all) {
        FileMark after = place.after();
        return after == null ? new Sought.Nowhere() : Sought.newest(all, after).closed();
    }

    /**
     * Files may begin alike: it is the next one after that before it, as far as that is known. One
     * that was empty is not known again: its inode alone is soon another's.
     */
    private static Sought sought(FileMark mark, List<Generation> all, Sought before) {
        return switch (before) {
            case Sought.Moved moved -> moved;
            case Sought _ when mark.isBlank() -> new Sought.Nowhere();
            case Sought.Nowhere _ -> Sought.newest(all, mark);
            case Sought.At(int index, _) -> {
                Sought next = Sought.oldest(all, mark, index + 1);
                yield next instanceof Sought.Nowhere ? Sought.newest(all, mark) : next;
            }
        };
    }

    private void begin(OpenFile file, FileMark mark, boolean newest) throws IOException {
        file.seek(mark.offset());
        if (!newest && !file.id().equals(mark.id())) {
            file.complete();
        }
        files.putFirst(List.of(file));
        files.look();
    }

    /** Goes on with what comes after the file {@code before}. */
    private boolean behind(int before, List<Generation> all, FollowerPlace place) {
        all.subList(0, before + 1).forEach(files.passed()::add);
        files.passed().setLast(place.after());
        files.look();
        return true;
    }

    /** Goes on with what was written since; whether nothing is lost by that. */
    private boolean since(FollowerPlace place, List<Generation> all) {
        FileMark mark = place.mark();
        if (mark != null || place.after() != null) {
            all.stream()
                    .filter(each -> each.modified() < place.time() - TICK_NANOS)
                    .forEach(files.passed()::add);
        }
        boolean whole = mark == null || mark.isBlank();
        if (mark != null && !whole) {
            boolean cut = all.stream().anyMatch(each -> each.id().equals(mark.id()));
            losses.lost(
                    cut ? LossReason.TRUNCATED : LossReason.REMOVED, files.series().toString(), -1);
        }
        files.look();
        return whole;
    }
}
