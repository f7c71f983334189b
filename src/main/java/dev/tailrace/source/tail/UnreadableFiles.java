package dev.tailrace.source.tail;

import dev.tailrace.model.OsText;
import dev.tailrace.source.tail.file.FileCompression;
import dev.tailrace.source.tail.file.FileOpener;
import dev.tailrace.source.tail.file.FoundFile;
import dev.tailrace.source.tail.file.FoundFile.Rank;
import dev.tailrace.source.tail.file.OpenFile;
import dev.tailrace.source.tail.file.Reach;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Files that are compressed so that they cannot be read: they are left out, which is said once for
 * each folder and way. Only one thread at a time.
 */
final class UnreadableFiles {
    private static final System.Logger LOG = System.getLogger(UnreadableFiles.class.getName());

    private final Set<String> said = new HashSet<>();

    /** Whether its name says that it is one. */
    boolean isNamedSo(Path file) {
        Optional<FileCompression> named = named(file);
        return named.filter(each -> !each.isReadable()).map(each -> said(file, each)).orElse(false);
    }

    /** Whether its first bytes say that it is one, though its name does not. */
    boolean beginsSo(Path file, Reach reach) {
        return named(file).isEmpty()
                && FileCompression.ofContent(first(file, reach))
                        .map(each -> said(file, each))
                        .orElse(false);
    }

    private static Optional<FileCompression> named(Path file) {
        return FileCompression.ofName(file.getFileName().toString());
    }

    private static byte[] first(Path file, Reach reach) {
        try (OpenFile open = open(file, reach)) {
            return open == null
                    ? new byte[0]
                    : open.contents().read(0, FileCompression.ENOUGH_BYTES);
        } catch (IOException e) {
            return new byte[0]; // reading it will say what is wrong
        }
    }

    private static @Nullable OpenFile open(Path file, Reach reach) throws IOException {
        Optional<FoundFile> found = FoundFile.find(file, Rank.of(0), reach);
        return found.isPresent() ? FileOpener.open(found.get()) : null;
    }

    private boolean said(Path file, FileCompression compression) {
        if (said.add(file.resolveSibling("") + " " + compression)) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "{0} is left out, and so are others like it in its folder: a file that is"
                            + " compressed as {1} cannot be read. One that ends in .gz can be.",
                    OsText.shown(file),
                    compression);
        }
        return true;
    }
}
