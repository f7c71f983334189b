package dev.tailrace.source.tail.rotation;

import dev.tailrace.model.OsText;
import dev.tailrace.source.tail.file.FoundFile.Rank;
import dev.tailrace.source.tail.file.Reach;
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
public record RotatedFile(Path path, Reach reach) implements Series {
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
        return reach.target(path);
    }

    private static Path parent(Path of) {
        return Objects.requireNonNull(of.getParent());
    }

    private static String name(Path of) {
        return OsText.of(of.getFileName());
    }

    @Override
    public Optional<Path> newest() {
        return Optional.of(path);
    }

    @Override
    public Names names() {
        List<Base> bases = new ArrayList<>(List.of(Base.of(path)));
        target().map(Base::of).ifPresent(bases::add);
        return (folder, name) -> rank(bases, folder, name);
    }

    /** A name from which rotation makes others, and how all of these begin. */
    private record Base(Path folder, String name, String stem) {
        static Base of(Path file) {
            String name = RotatedFile.name(file);
            return new Base(parent(file), name, RotatedNames.stem(name));
        }
    }

    /** The first of {@code bases} is the file's own. */
    private static Optional<Rank> rank(List<Base> bases, Path folder, String name) {
        if (name.equals(bases.getFirst().name) && folder.equals(bases.getFirst().folder)) {
            return Optional.of(Rank.of(0, 3L));
        }
        // Most names of a folder are others' altogether, and that is told at a glance.
        for (Base base : bases) {
            if (name.startsWith(base.stem) && folder.equals(base.folder)) {
                Optional<RotatedNames.Parts> parts = RotatedNames.of(name);
                if (parts.isPresent() && parts.get().base().equals(base.name)) {
                    return Optional.of(new Rank(0, order(parts.get())));
                }
            }
        }
        return Optional.empty();
    }

    /** Dates before numbers: a rotation that changed from one to the other keeps the old ones. */
    private static List<Long> order(RotatedNames.Parts parts) {
        List<Long> order = new ArrayList<>();
        order.add(parts.dated() ? 1L : 2L);
        parts.digits().forEach(number -> order.add(parts.dated() ? number : -number));
        return order;
    }
}
