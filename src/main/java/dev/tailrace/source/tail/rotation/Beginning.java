package dev.tailrace.source.tail.rotation;

import dev.tailrace.model.LossReason;
import dev.tailrace.model.OsText;
import dev.tailrace.source.tail.file.FileId;
import dev.tailrace.source.tail.file.Fingerprint;
import dev.tailrace.source.tail.file.FoundFile;
import dev.tailrace.source.tail.file.OpenFile;
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
public final class Beginning {
    private final FileSearch search;
    private final RotationQueue queue;
    private final NewerFiles newerFiles;

    public Beginning(FileSearch search, RotationQueue queue, NewerFiles newerFiles) {
        this.search = search;
        this.queue = queue;
        this.newerFiles = newerFiles;
    }

    public enum Begun {
        /** Where it was: what the log has after that is read again. */
        WHERE_IT_WAS,
        /** Elsewhere: what of it the log has is not known. */
        ELSEWHERE,
        /** Not yet, since names move. */
        NOT_YET
    }

    /** Begins with all that there is. */
    public Begun atFirst() {
        newerFiles.look();
        return Begun.WHERE_IT_WAS;
    }

    /** Begins at the newest file's end: the others are done with. */
    public Begun atEnd() throws IOException {
        return search.look(this::atEndOf).orElse(Begun.NOT_YET);
    }

    private Optional<Begun> atEndOf(List<FoundFile> all) throws IOException {
        if (all.isEmpty()) {
            return Optional.of(Begun.WHERE_IT_WAS);
        }
        Optional<List<OpenFile>> newest = search.open(List.of(all.getLast()));
        if (newest.isPresent() && !newest.get().isEmpty()) {
            all.subList(0, all.size() - 1).forEach(queue.seen()::add);
            OpenFile file = newest.get().getFirst();
            file.seek(file.lastLine());
            queue.putFirst(newest.get());
        }
        return newest.map(_ -> Begun.WHERE_IT_WAS);
    }

    /** Goes on where it was. */
    public Begun at(ResumePoint place) throws IOException {
        return search.look(all -> at(place, all)).orElse(Begun.NOT_YET);
    }

    private Optional<Begun> at(ResumePoint place, List<FoundFile> all) throws IOException {
        Fingerprint mark = place.file();
        place.strangers().reversed().forEach(queue.seen()::addStranger);
        MarkedFile before = before(place, all);
        MarkedFile at = mark == null ? new MarkedFile.Nowhere() : sought(mark, all, before);
        if (at instanceof MarkedFile.At(int index, OpenFile file)) {
            all.subList(0, index).forEach(queue.seen()::add);
            queue.seen().add(place.after());
            begin(search.adopt(file), Objects.requireNonNull(mark), index == all.size() - 1);
            return Optional.of(Begun.WHERE_IT_WAS);
        }
        boolean moved = before instanceof MarkedFile.Moved || at instanceof MarkedFile.Moved;
        if (mark != null && !mark.isBlank() && !moved && isAmongStrangers(mark, place, all)) {
            return Optional.of(Begun.WHERE_IT_WAS);
        }
        boolean nothingRead = mark == null || mark.offset() == 0;
        if (nothingRead && before instanceof MarkedFile.At(int index, _)) {
            all.subList(0, index + 1).forEach(queue.seen()::add);
            queue.seen().add(place.after());
            newerFiles.look();
            return Optional.of(Begun.WHERE_IT_WAS);
        }
        return moved || !search.isStill(all) ? Optional.empty() : Optional.of(since(place, all));
    }

    /** The file before the one that was read, where the place has it. */
    private static MarkedFile before(ResumePoint place, List<FoundFile> all) {
        Fingerprint after = place.after();
        return after == null ? new MarkedFile.Nowhere() : MarkedFile.newest(all, after).closed();
    }

    /**
     * Files may begin alike: it is the next one after that before it, as far as that is known. One
     * that was empty is not known again: its inode alone is soon another's.
     */
    private static MarkedFile sought(Fingerprint mark, List<FoundFile> all, MarkedFile before) {
        return switch (before) {
            case MarkedFile.Moved moved -> moved;
            case MarkedFile _ when mark.isBlank() -> new MarkedFile.Nowhere();
            case MarkedFile.Nowhere _ -> MarkedFile.newest(all, mark);
            case MarkedFile.At(int index, _) -> {
                MarkedFile next = MarkedFile.oldest(all, mark, index + 1);
                yield next instanceof MarkedFile.Nowhere ? MarkedFile.newest(all, mark) : next;
            }
        };
    }

    /** Whether it has a name now that does not say that it is part of the series. */
    private boolean isAmongStrangers(Fingerprint mark, ResumePoint place, List<FoundFile> all)
            throws IOException {
        long since = place.time() - FileId.TICK_NANOS;
        if (!(search.stranger(mark, since) instanceof MarkedFile.At(_, OpenFile file))) {
            return false;
        }
        passOlder(place, all);
        queue.seen().add(place.after());
        begin(search.adopt(file), mark, false);
        return true;
    }

    /** What was not written since then has been read. */
    private void passOlder(ResumePoint place, List<FoundFile> all) {
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
        newerFiles.look();
    }

    /** Goes on with what was written since; something is lost by that if anything was read. */
    private Begun since(ResumePoint place, List<FoundFile> all) {
        Fingerprint mark = place.file();
        if (mark != null || place.after() != null) {
            passOlder(place, all);
        }
        boolean whole = mark == null || mark.isBlank();
        if (mark != null && !whole) {
            boolean cut = all.stream().anyMatch(each -> each.id().equals(mark.id()));
            search.losses.lost(
                    cut ? LossReason.TRUNCATED : LossReason.REMOVED,
                    OsText.shown(search.series.path()),
                    -1);
        }
        newerFiles.look();
        return whole ? Begun.WHERE_IT_WAS : Begun.ELSEWHERE;
    }
}
