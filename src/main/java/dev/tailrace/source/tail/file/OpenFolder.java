package dev.tailrace.source.tail.file;

import dev.tailrace.model.Ownership;
import dev.tailrace.source.tail.file.FoundFile.Rank;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A folder that is open: what is in it, whatever has its name by now. One thread at a time. */
public final class OpenFolder implements AutoCloseable {
    private final Path path;
    private final Reached folder;
    private final Reach reach;

    private OpenFolder(Path path, Reached folder, Reach reach) {
        this.path = path;
        this.folder = folder;
        this.reach = reach;
    }

    /**
     * Opens the folder at {@code path}; null if there is none.
     *
     * @throws IOException if it cannot be looked at
     */
    public static @Nullable OpenFolder open(Path path, Reach reach) throws IOException {
        Reached folder = reach.at(path);
        if (folder == null || folder.stat().ownership().isFolder()) {
            return folder == null ? null : new OpenFolder(path, folder, reach);
        }
        folder.close();
        return null;
    }

    /** Is shown names. */
    @FunctionalInterface
    public interface Visitor {
        /** Whether to go on with the name after that of {@code file}. */
        boolean goesOnAfter(Path file);
    }

    /** Shows the paths of all that is in it to {@code to}. */
    public void show(Visitor to) throws IOException {
        try (DirectoryStream<Path> names = Files.newDirectoryStream(folder.descriptor().path())) {
            for (Path each : names) {
                if (!to.goesOnAfter(path.resolve(each.getFileName()))) {
                    return;
                }
            }
        } catch (AccessDeniedException e) {
            throw new AccessDeniedException(path.toString());
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    /** What {@code file}, which is in it, is; a link itself. Null if it is gone. */
    public FileId.@Nullable Stat look(Path file) {
        return stat(folder.descriptor().path().resolve(file.getFileName()));
    }

    private static FileId.@Nullable Stat stat(Path path) {
        try {
            return FileId.stat(path, LinkOption.NOFOLLOW_LINKS);
        } catch (IOException e) {
            return null; // it was renamed just now
        }
    }

    /** The regular file that {@code file} is, or leads to. */
    public Optional<FoundFile> find(Path file, Rank rank) {
        FileId.Stat stat = look(file);
        if (stat == null) {
            return Optional.empty();
        }
        try {
            return stat.ownership().isLink()
                    ? FoundFile.find(file, rank, reach)
                    : FoundFile.regular(file, stat, rank, reach);
        } catch (IOException e) {
            return Optional.empty(); // nobody may look at what it leads to
        }
    }

    /** The same without links. */
    public Optional<FoundFile> findPlain(Path file, Rank rank) {
        FileId.Stat stat = look(file);
        return stat == null || !stat.ownership().isFile()
                ? Optional.empty()
                : Optional.of(FoundFile.of(file, stat, rank, reach));
    }

    public Path path() {
        return path;
    }

    public Ownership ownership() {
        return folder.stat().ownership();
    }

    /**
     * Whether root alone can have named what is in it, and it is itself what has its path: no link
     * is, that leads here.
     */
    public boolean isOfRoot() {
        FileId.Stat named = stat(path);
        return ownership().isRootsAlone() && named != null && named.id().equals(folder.stat().id());
    }

    /** The folder that this one is in; null if there is none, or it may not be looked at. */
    public @Nullable OpenFolder above() {
        Path its = path.getParent();
        if (its == null) {
            return null;
        }
        try {
            Reached above = folder.above();
            return above == null ? null : new OpenFolder(its, above, reach);
        } catch (IOException e) {
            return null; // so nobody knows whose it is
        }
    }

    @Override
    public void close() {
        folder.close();
    }
}
