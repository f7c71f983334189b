package dev.tailrace.source.tail;

import dev.tailrace.model.LossReason;
import java.io.IOException;
import java.util.List;

/**
 * Where reading a series begins. Only on the loop's thread.
 *
 * <pre>
 *   place: the file it says, or a copy, from its mark on --> those that are newer
 *          nothing was read of it: what is newer than the one before it
 *          neither is there:       what was written since, and a loss
 * </pre>
 */
final class Beginning {
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
        for (int i = 0; i < Succession.TRIES; i++) {
            List<Generation> all = files.series().list();
            FileMark mark = place.mark();
            FileMark after = place.after();
            int before = after != null && (mark == null || mark.isBlank()) ? find(all, after) : -1;
            int at = before < 0 && mark != null ? find(all, mark) : before + 1;
            if (before >= 0 || mark == null || at < 0) {
                return afterOthers(place, all, before);
            }
            List<OpenFile> found = files.open(List.of(all.get(at))).files();
            if (!found.isEmpty()) {
                all.subList(0, at).forEach(files.passed()::add);
                files.passed().setLast(after);
                begin(found, mark, at == all.size() - 1);
                return true;
            }
        }
        return afterOthers(place, files.series().list(), -1);
    }

    private void begin(List<OpenFile> found, FileMark mark, boolean newest) throws IOException {
        OpenFile file = found.getFirst();
        file.seek(mark.offset());
        if (!newest && !file.id().equals(mark.id())) {
            file.complete();
        }
        files.putFirst(found);
        files.look();
    }

    /** Nothing is read of a file that was begun: all that is newer than {@code before} is. */
    private boolean afterOthers(FollowerPlace place, List<Generation> all, int before) {
        FileMark mark = place.mark();
        boolean lost = before < 0 && (mark != null || place.after() != null);
        if (lost) {
            all.stream()
                    .filter(each -> each.modified() < place.time())
                    .forEach(files.passed()::add);
            boolean cut =
                    mark != null && all.stream().anyMatch(each -> each.id().equals(mark.id()));
            losses.lost(
                    cut ? LossReason.TRUNCATED : LossReason.REMOVED, files.series().toString(), -1);
        } else {
            all.subList(0, before + 1).forEach(files.passed()::add);
            files.passed().setLast(place.after());
        }
        files.look();
        return !lost;
    }

    /** The newest file that was read as far as {@code mark} says, -1 without any. */
    static int find(List<Generation> all, FileMark mark) {
        for (boolean same : new boolean[] {true, false}) {
            for (int i = all.size() - 1; i >= 0; i--) {
                Generation each = all.get(i);
                boolean candidate =
                        each.id().equals(mark.id()) == same && (same || !mark.isBlank());
                if (candidate && OpenFile.holds(each, file -> mark.matches(file.contents()))) {
                    return i;
                }
            }
        }
        return -1;
    }
}
