package dev.tailrace.source.tail.rotation;

import dev.tailrace.source.tail.file.FileOpener;
import dev.tailrace.source.tail.file.Fingerprint;
import dev.tailrace.source.tail.file.FoundFile;
import dev.tailrace.source.tail.file.OpenFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** What a look for the file that was read as far as a mark says has come to. */
sealed interface MarkedFile {
    /** It is the file {@code index} of those that were listed, and open: the caller's to close. */
    record At(int index, OpenFile file) implements MarkedFile {}

    record Nowhere() implements MarkedFile {}

    /** None of those is that have their names yet: it is to be looked for in a new list. */
    record Moved() implements MarkedFile {}

    /** The same, with nothing open. */
    default MarkedFile closed() {
        if (this instanceof At(_, OpenFile file)) {
            file.close();
        }
        return this;
    }

    /** Looks for the newest that is, that with the mark's inode first. */
    static MarkedFile newest(List<FoundFile> all, Fingerprint mark) {
        return newest(all, mark, _ -> true);
    }

    /** The same, among those that {@code may} be. */
    static MarkedFile newest(List<FoundFile> all, Fingerprint mark, Predicate<FoundFile> may) {
        MarkedFile same = in(all, mark, newestFirst(all, mark, true, may));
        if (same instanceof At) {
            return same;
        }
        MarkedFile other = in(all, mark, newestFirst(all, mark, false, may));
        return other instanceof Nowhere ? same : other;
    }

    private static List<Integer> newestFirst(
            List<FoundFile> all, Fingerprint mark, boolean same, Predicate<FoundFile> may) {
        return IntStream.range(0, all.size())
                .filter(i -> all.get(i).id().equals(mark.id()) == same && may.test(all.get(i)))
                .boxed()
                .toList()
                .reversed();
    }

    /** Looks for the oldest that is, from {@code first} on. */
    static MarkedFile oldest(List<FoundFile> all, Fingerprint mark, int first) {
        return in(all, mark, IntStream.range(first, all.size()).boxed().toList());
    }

    /**
     * Looks for the first that is. All are opened at once: to look into compressed ones may take
     * longer than until the next rotation.
     */
    private static MarkedFile in(List<FoundFile> all, Fingerprint mark, List<Integer> order) {
        List<At> candidates = new ArrayList<>();
        boolean moved = false;
        for (int i : order) {
            moved |= !opens(all.get(i), i, candidates);
        }
        Optional<At> found =
                candidates.stream().filter(each -> isMarked(each.file, mark)).findFirst();
        candidates.stream()
                .filter(each -> !found.equals(Optional.of(each)))
                .forEach(each -> each.file.close());
        return found.isPresent() ? found.get() : moved ? new Moved() : new Nowhere();
    }

    /** False if its name is another's by now; one that cannot be read is none that is sought. */
    private static boolean opens(FoundFile file, int index, List<At> candidates) {
        try {
            OpenFile opened = FileOpener.open(file);
            if (opened != null) {
                candidates.add(new At(index, opened));
            }
            return opened != null;
        } catch (IOException e) {
            return true; // reading it will say what is wrong
        }
    }

    private static boolean isMarked(OpenFile file, Fingerprint mark) {
        try {
            return mark.matches(file.contents());
        } catch (IOException e) {
            return false; // reading it will say what is wrong
        }
    }
}
