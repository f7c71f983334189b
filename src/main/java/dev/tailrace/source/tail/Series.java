package dev.tailrace.source.tail;

import dev.tailrace.model.OsText;
import dev.tailrace.source.tail.Generation.Rank;
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
import java.util.stream.Stream;

/**
 * Files that are one history: the oldest first, the one that is being written last. Names tell the
 * order. Any thread.
 */
interface Series {
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

    /**
     * All files that there are, the oldest first. Renaming is no single step for a whole series, so
     * it is looked at until two looks in a row are alike.
     *
     * @throws IOException if a folder cannot be read
     */
    default List<Generation> list() throws IOException {
        List<Generation> last = look();
        for (int i = 0; i < LISTINGS; i++) {
            List<Generation> next = look();
            if (alike(last, next)) {
                return next;
            }
            last = next;
        }
        return last;
    }

    /** Whether both have the same files under the same names. */
    static boolean alike(List<Generation> one, List<Generation> other) {
        return one.stream()
                .map(each -> List.of(each.path(), each.id()))
                .toList()
                .equals(other.stream().map(each -> List.of(each.path(), each.id())).toList());
    }

    private List<Generation> look() throws IOException {
        NavigableMap<Rank, Generation> found = new TreeMap<>();
        Names names = names();
        for (Path folder : folders()) {
            for (String name : namesIn(folder)) {
                names.rank(folder, name)
                        .filter(_ -> isReadable(name))
                        .flatMap(rank -> generation(folder.resolve(OsText.path(name)), rank))
                        .ifPresent(each -> found.merge(each.rank(), each, Series::plain));
            }
        }
        return once(found);
    }

    private static boolean isReadable(String name) {
        return Compression.ofName(name).map(Compression::isReadable).orElse(true);
    }

    /** What is compressed of it so that it cannot be read. */
    default List<Path> unreadable() throws IOException {
        List<Path> found = new ArrayList<>();
        Names names = names();
        for (Path folder : folders()) {
            for (String name : namesIn(folder)) {
                if (!isReadable(name) && names.rank(folder, name).isPresent()) {
                    found.add(folder.resolve(OsText.path(name)));
                }
            }
        }
        return found;
    }

    /**
     * The files beside those of the series: their names do not say that they are part of it, and
     * what is in them may.
     *
     * @throws IOException if a folder cannot be read
     */
    default List<Generation> strangers() throws IOException {
        List<Generation> found = new ArrayList<>();
        Names names = names();
        for (Path folder : folders()) {
            for (String name : namesIn(folder)) {
                if (isReadable(name) && names.rank(folder, name).isEmpty()) {
                    generation(folder.resolve(OsText.path(name)), Rank.of(0)).ifPresent(found::add);
                }
            }
        }
        return found;
    }

    private static List<String> namesIn(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> OsText.of(file.getFileName())).toList();
        } catch (NoSuchFileException | NotDirectoryException e) {
            return List.of();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** While it is being compressed, a file is there twice, and the second one is unfinished. */
    private static Generation plain(Generation one, Generation other) {
        return one.compressed() ? other : one;
    }

    private static Optional<Generation> generation(Path path, Rank rank) {
        try {
            FileId.Stat stat = FileId.stat(path);
            return stat.regular() ? Optional.of(Generation.of(path, stat, rank)) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty(); // it was renamed just now, or is a link to nowhere
        }
    }

    /** A link and what it points to are one file, whose own name tells its age. */
    private static List<Generation> once(NavigableMap<Rank, Generation> found) {
        Map<FileId, Generation> all = new LinkedHashMap<>();
        found.values().forEach(each -> all.putIfAbsent(each.id(), each));
        return List.copyOf(all.values());
    }
}
