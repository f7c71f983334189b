package dev.tailrace.source.tail.file;

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
        if (folder == null || folder.stat().isFolder()) {
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
        try {
            Path name = folder.descriptor().path().resolve(file.getFileName());
            return FileId.stat(name, LinkOption.NOFOLLOW_LINKS);
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
            return stat.isLink()
                    ? FoundFile.find(file, rank, reach)
                    : FoundFile.regular(file, stat, rank, reach);
        } catch (IOException e) {
            return Optional.empty(); // nobody may look at what it leads to
        }
    }

    /** The same without links. */
    public Optional<FoundFile> findPlain(Path file, Rank rank) {
        FileId.Stat stat = look(file);
        return stat == null || !stat.isRegular()
                ? Optional.empty()
                : Optional.of(FoundFile.of(file, stat, rank, reach));
    }

    /** Whether nobody but root and the gateway's user can name what is in it. */
    public boolean isTrusted() {
        return Links.isTrusted(folder.stat().owner()) && !folder.stat().isWritableByOthers();
    }

    /** Whose it is and who may write it, for people. */
    public String rights() {
        return "user %d, mode %o".formatted(folder.stat().owner(), folder.stat().mode() & 07777);
    }

    @Override
    public void close() {
        folder.close();
    }
}
