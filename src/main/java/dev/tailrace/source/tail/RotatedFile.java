package dev.tailrace.source.tail;

import dev.tailrace.source.tail.Generation.Rank;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A file under one name, with what rotation made of it before; the name may be a link, which is
 * swapped, and what it points to is rotated where it lies.
 *
 * @param path absolute
 */
record RotatedFile(Path path) implements Series {
    @Override
    public List<Path> folders() {
        List<Path> folders = new ArrayList<>(List.of(parent(path)));
        target().map(RotatedFile::parent)
                .filter(folder -> !folders.contains(folder))
                .ifPresent(folders::add);
        return folders;
    }

    /** What the name points to, if it is a link. */
    private Optional<Path> target() {
        try {
            return Files.isSymbolicLink(path) ? Optional.of(path.toRealPath()) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty(); // it points nowhere now
        }
    }

    private static Path parent(Path of) {
        return Objects.requireNonNull(of.getParent());
    }

    private static String name(Path of) {
        return of.getFileName().toString();
    }

    @Override
    public Optional<Path> newest() {
        return Optional.of(path);
    }

    @Override
    public Optional<Rank> rank(Path folder, String name) {
        if (folder.equals(parent(path)) && name.equals(name(path))) {
            return Optional.of(Rank.of(0, 3L));
        }
        return RotatedNames.of(name)
                .filter(parts -> isOurs(folder, parts.base()))
                .map(parts -> new Rank(0, order(parts)));
    }

    private boolean isOurs(Path folder, String base) {
        return (folder.equals(parent(path)) && base.equals(name(path)))
                || target().filter(real -> folder.equals(parent(real)) && base.equals(name(real)))
                        .isPresent();
    }

    /** Dates before numbers: whoever went over from one to the other keeps the old ones. */
    private static List<Long> order(RotatedNames.Parts parts) {
        List<Long> order = new ArrayList<>();
        order.add(parts.dated() ? 1L : 2L);
        parts.digits().forEach(number -> order.add(parts.dated() ? number : -number));
        return order;
    }

    /** Whether {@code path} is there, and no file. */
    static boolean isSomethingElse(Path path) {
        return Files.exists(path) && !Files.isRegularFile(path, new LinkOption[0]);
    }
}
