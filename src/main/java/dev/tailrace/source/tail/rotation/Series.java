package dev.tailrace.source.tail.rotation;

import dev.tailrace.model.OsText;
import dev.tailrace.source.tail.file.FileCompression;
import dev.tailrace.source.tail.file.FileId;
import dev.tailrace.source.tail.file.FoundFile;
import dev.tailrace.source.tail.file.FoundFile.Rank;
import dev.tailrace.source.tail.file.OpenFolder;
import dev.tailrace.source.tail.file.Reach;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Files that are one history: the oldest first, the one that is being written last. Names tell the
 * order. Any thread.
 */
public interface Series {
    /** How often a listing is repeated while names move under it. */
    int LISTINGS = 20;

    /** What it is called where people read it: the file, or the folder that they are all in. */
    Path path();

    /** The folders that its files are in now. */
    List<Path> folders();

    /** What its files are called, as links are now. */
    Names names();

    /** Tells files by their names. */
    @FunctionalInterface
    interface Names {
        /** Where the file {@code name} in {@code folder} stands; empty if it is none of them. */
        Optional<Rank> rank(Path folder, String name);
    }

    /** Where its files may be. */
    Reach reach();

    /** The name under which the newest always is, if there is one. */
    default Optional<Path> newest() {
        return Optional.empty();
    }

    /** Whether the name of {@link #newest} is that of {@code file}. */
    default boolean leadsTo(FileId file) {
        try {
            Optional<Path> newest = newest();
            return newest.isPresent()
                    && FoundFile.find(newest.get(), Rank.of(0), reach())
                            .filter(found -> found.id().equals(file))
                            .isPresent();
        } catch (IOException e) {
            return false; // that name is nobody's now
        }
    }

    /**
     * All files that there are, the oldest first. Renaming is no single step for a whole series, so
     * it is looked at until two looks in a row are alike.
     *
     * @throws IOException if a folder cannot be read
     */
    default List<FoundFile> list() throws IOException {
        List<FoundFile> last = look();
        for (int i = 0; i < LISTINGS; i++) {
            List<FoundFile> next = look();
            if (alike(last, next)) {
                return next;
            }
            last = next;
        }
        return last;
    }

    /** Whether both have the same files under the same names. */
    static boolean alike(List<FoundFile> one, List<FoundFile> other) {
        return one.stream()
                .map(each -> List.of(each.path(), each.id()))
                .toList()
                .equals(other.stream().map(each -> List.of(each.path(), each.id())).toList());
    }

    private List<FoundFile> look() throws IOException {
        NavigableMap<Rank, FoundFile> found = new TreeMap<>();
        eachName((folder, file, rank) ->
                rank.filter(_ -> isReadable(file))
                        .flatMap(at -> folder.find(file, at))
                        .ifPresent(each -> found.merge(each.rank(), each, Series::plain)));
        return once(found);
    }

    /** What is compressed of it so that it cannot be read. */
    default List<Path> unreadable() throws IOException {
        List<Path> found = new ArrayList<>();
        eachName((_, file, rank) ->
                rank.filter(_ -> !isReadable(file)).ifPresent(_ -> found.add(file)));
        return found;
    }

    /**
     * The files beside those of the series that are as {@code wanted}: their names do not say that
     * they are part of it, and what is in them may. Links are none of them.
     *
     * @throws IOException if a folder cannot be read
     */
    default List<FoundFile> strangers(Predicate<FoundFile> wanted) throws IOException {
        List<FoundFile> found = new ArrayList<>();
        eachName((folder, file, rank) -> {
            if (rank.isEmpty() && isReadable(file)) {
                folder.findPlain(file, Rank.of(0)).filter(wanted).ifPresent(found::add);
            }
        });
        return found;
    }

    /** Is shown a name, in its folder, with the rank of a file of the series. */
    @FunctionalInterface
    interface Shown {
        void name(OpenFolder folder, Path file, Optional<Rank> rank);
    }

    private void eachName(Shown to) throws IOException {
        Names names = names();
        for (Path each : folders()) {
            try (OpenFolder folder = OpenFolder.open(each, reach())) {
                if (folder != null) {
                    folder.show(file -> {
                        to.name(folder, file, names.rank(each, OsText.of(file.getFileName())));
                        return true;
                    });
                }
            }
        }
    }

    private static boolean isReadable(Path file) {
        return FileCompression.ofName(OsText.of(file.getFileName()))
                .map(FileCompression::isReadable)
                .orElse(true);
    }

    /** While it is being compressed, a file is there twice, and the second one is unfinished. */
    private static FoundFile plain(FoundFile one, FoundFile other) {
        return one.compressed() ? other : one;
    }

    /** A link and what it points to are one file, whose own name tells its age. */
    private static List<FoundFile> once(NavigableMap<Rank, FoundFile> found) {
        Map<FileId, FoundFile> all = new LinkedHashMap<>();
        found.values().forEach(each -> all.putIfAbsent(each.id(), each));
        return List.copyOf(all.values());
    }
}
