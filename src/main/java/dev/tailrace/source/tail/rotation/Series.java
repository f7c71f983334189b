package dev.tailrace.source.tail.rotation;

import dev.tailrace.model.OsText;
import dev.tailrace.source.tail.file.FileCompression;
import dev.tailrace.source.tail.file.FileId;
import dev.tailrace.source.tail.file.FoundFile;
import dev.tailrace.source.tail.file.FoundFile.Rank;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

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

    /** The name under which the newest always is, if there is one. */
    default Optional<Path> newest() {
        return Optional.empty();
    }

    /** Whether the name of {@link #newest} is that of {@code file}. */
    default boolean leadsTo(FileId file) {
        try {
            Optional<Path> newest = newest();
            return newest.isPresent() && FileId.stat(newest.get()).id().equals(file);
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
        eachName((file, rank) ->
                rank.filter(_ -> isReadable(file))
                        .flatMap(at -> found(file, at))
                        .ifPresent(each -> found.merge(each.rank(), each, Series::plain)));
        return once(found);
    }

    /** What is compressed of it so that it cannot be read. */
    default List<Path> unreadable() throws IOException {
        List<Path> found = new ArrayList<>();
        eachName((file, rank) ->
                rank.filter(_ -> !isReadable(file)).ifPresent(_ -> found.add(file)));
        return found;
    }

    /**
     * The files beside those of the series: their names do not say that they are part of it, and
     * what is in them may.
     *
     * @throws IOException if a folder cannot be read
     */
    default List<FoundFile> strangers() throws IOException {
        List<FoundFile> found = new ArrayList<>();
        eachName((file, rank) -> {
            if (rank.isEmpty() && isReadable(file)) {
                found(file, Rank.of(0)).ifPresent(found::add);
            }
        });
        return found;
    }

    /** Shows each name in its folders to {@code to}, with the rank of a file of the series. */
    private void eachName(BiConsumer<Path, Optional<Rank>> to) throws IOException {
        Names names = names();
        for (Path folder : folders()) {
            for (Path file : filesIn(folder)) {
                to.accept(file, names.rank(folder, OsText.of(file.getFileName())));
            }
        }
    }

    private static boolean isReadable(Path file) {
        return FileCompression.ofName(OsText.of(file.getFileName()))
                .map(FileCompression::isReadable)
                .orElse(true);
    }

    private static List<Path> filesIn(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        } catch (NoSuchFileException | NotDirectoryException e) {
            return List.of();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** While it is being compressed, a file is there twice, and the second one is unfinished. */
    private static FoundFile plain(FoundFile one, FoundFile other) {
        return one.compressed() ? other : one;
    }

    private static Optional<FoundFile> found(Path path, Rank rank) {
        try {
            FileId.Stat stat = FileId.stat(path);
            return stat.regular() ? Optional.of(FoundFile.of(path, stat, rank)) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty(); // it was renamed just now, or is a link to nowhere
        }
    }

    /** A link and what it points to are one file, whose own name tells its age. */
    private static List<FoundFile> once(NavigableMap<Rank, FoundFile> found) {
        Map<FileId, FoundFile> all = new LinkedHashMap<>();
        found.values().forEach(each -> all.putIfAbsent(each.id(), each));
        return List.copyOf(all.values());
    }
}
