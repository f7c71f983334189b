package dev.tailrace.source.tail;

import dev.tailrace.model.LossReason;
import dev.tailrace.model.OsText;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

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
    private final Series series;
    private final FileSearch search;
    private final RotationQueue queue;
    private final NewFiles newFiles;
    private final Strangers strangers;
    private final Losses losses;

    Beginning(
            Series series,
            FileSearch search,
            RotationQueue queue,
            NewFiles newFiles,
            Strangers strangers,
            Losses losses) {
        this.strangers = strangers;
        this.series = series;
        this.search = search;
        this.queue = queue;
        this.newFiles = newFiles;
        this.losses = losses;
    }

    /** How it has begun. */
    enum Begun {
        /** Where it was: what the log has after that is read again. */
        WHERE_IT_WAS,
        /** Elsewhere: what of it the log has is not known. */
        ELSEWHERE,
        /** Not yet, since names move. */
        NOT_YET
    }

    /** Begins with all that there is. */
    Begun atFirst() {
        newFiles.look();
        return Begun.WHERE_IT_WAS;
    }

    /** Begins at the newest file's end: the others are done with. */
    Begun atEnd() throws IOException {
        return search.look(this::atEndOf).orElse(Begun.NOT_YET);
    }

    private Optional<Begun> atEndOf(List<Generation> all) throws IOException {
        if (all.isEmpty()) {
            return Optional.of(Begun.WHERE_IT_WAS);
        }
        Optional<List<OpenFile>> newest = search.open(List.of(all.getLast()));
        if (newest.isPresent() && !newest.get().isEmpty()) {
            all.subList(0, all.size() - 1).forEach(queue.seen()::add);
            OpenFile file = newest.get().getFirst();
            file.seek(LineStart.atEnd(file));
            queue.putFirst(newest.get());
        }
        return newest.map(_ -> Begun.WHERE_IT_WAS);
    }

    /** Goes on where it was. */
    Begun at(FollowerPlace place) throws IOException {
        return search.look(all -> at(place, all)).orElse(Begun.NOT_YET);
    }

    private Optional<Begun> at(FollowerPlace place, List<Generation> all) throws IOException {
        Fingerprint mark = place.mark();
        place.strangers().reversed().forEach(queue.seen()::addStranger);
        Sought before = before(place, all);
        Sought at = mark == null ? new Sought.Nowhere() : sought(mark, all, before);
        if (at instanceof Sought.At(int index, OpenFile file)) {
            all.subList(0, index).forEach(queue.seen()::add);
            queue.seen().add(place.after());
            begin(search.adopt(file), Objects.requireNonNull(mark), index == all.size() - 1);
            return Optional.of(Begun.WHERE_IT_WAS);
        }
        boolean moved = before instanceof Sought.Moved || at instanceof Sought.Moved;
        if (mark != null && !mark.isBlank() && !moved && isAmongStrangers(mark, place, all)) {
            return Optional.of(Begun.WHERE_IT_WAS);
        }
        boolean nothingRead = mark == null || mark.offset() == 0;
        if (nothingRead && before instanceof Sought.At(int index, _)) {
            all.subList(0, index + 1).forEach(queue.seen()::add);
            queue.seen().add(place.after());
            newFiles.look();
            return Optional.of(Begun.WHERE_IT_WAS);
        }
        return moved || !search.isStill(all) ? Optional.empty() : Optional.of(since(place, all));
    }

    /** The file before the one that was read, where the place has it. */
    private static Sought before(FollowerPlace place, List<Generation> all) {
        Fingerprint after = place.after();
        return after == null ? new Sought.Nowhere() : Sought.newest(all, after).closed();
    }

    /**
     * Files may begin alike: it is the next one after that before it, as far as that is known. One
     * that was empty is not known again: its inode alone is soon another's.
     */
    private static Sought sought(Fingerprint mark, List<Generation> all, Sought before) {
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

    /** Whether it has a name now that does not say that it is part of the series. */
    private boolean isAmongStrangers(Fingerprint mark, FollowerPlace place, List<Generation> all)
            throws IOException {
        long since = place.time() - FileId.TICK_NANOS;
        if (!(strangers.holding(mark, since).sought() instanceof Sought.At(_, OpenFile file))) {
            return false;
        }
        passOlder(place, all);
        queue.seen().add(place.after());
        begin(search.adopt(file), mark, false);
        return true;
    }

    /** What was not written since then has been read. */
    private void passOlder(FollowerPlace place, List<Generation> all) {
        all.stream()
                .filter(each -> each.modified() < place.time() - FileId.TICK_NANOS)
                .forEach(queue.seen()::add);
    }

    private void begin(OpenFile file, Fingerprint mark, boolean newest) throws IOException {
        file.seek(mark.offset());
        if (!newest && !file.id().equals(mark.id())) {
            file.complete();
        }
        queue.putFirst(List.of(file));
        newFiles.look();
    }

    /** Goes on with what was written since; something is lost by that if anything was read. */
    private Begun since(FollowerPlace place, List<Generation> all) {
        Fingerprint mark = place.mark();
        if (mark != null || place.after() != null) {
            passOlder(place, all);
        }
        boolean whole = mark == null || mark.isBlank();
        if (mark != null && !whole) {
            boolean cut = all.stream().anyMatch(each -> each.id().equals(mark.id()));
            losses.lost(
                    cut ? LossReason.TRUNCATED : LossReason.REMOVED,
                    OsText.shown(series.path()),
                    -1);
        }
        newFiles.look();
        return whole ? Begun.WHERE_IT_WAS : Begun.ELSEWHERE;
    }
}
