package dev.tailrace.source.tail.file;

import dev.tailrace.model.OsText;
import dev.tailrace.source.Descriptor;
import dev.tailrace.source.Errno;
import dev.tailrace.source.Libc;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Opens files that were found, as long as they have their names. */
public final class FileOpener {
    private FileOpener() {}

    /**
     * Opens the file that was found.
     *
     * @return null if its name is another's by now, or nobody's
     * @throws IOException if it cannot be read
     */
    public static @Nullable OpenFile open(FoundFile found) throws IOException {
        try (Reached file = found.reach().at(found.path())) {
            if (file == null
                    || !file.stat().ownership().isFile()
                    || !file.stat().id().equals(found.id())) {
                return null;
            }
            Descriptor readable = new Descriptor(readable(file));
            return found.compressed()
                    ? new GzipFile(found, readable)
                    : new PlainFile(found, readable);
        }
    }

    /** What is open already is opened again, so that it is the same whatever has its name now. */
    private static int readable(Reached file) throws IOException {
        int flags = Libc.O_RDONLY | Libc.O_NONBLOCK | Libc.O_CLOEXEC;
        int fd = Libc.open(file.descriptor().path(), flags);
        if (fd < 0) {
            throw new IOException(OsText.shown(file.path()) + ": " + Errno.text(-fd));
        }
        return fd;
    }

    /** What is asked of a file that is open for that. */
    @FunctionalInterface
    public interface Check {
        boolean of(OpenFile file) throws IOException;
    }

    /** Whether the file that was found is there yet, can be read, and is as {@code check} says. */
    public static boolean holds(FoundFile file, Check check) {
        try (OpenFile open = open(file)) {
            return open != null && check.of(open);
        } catch (IOException e) {
            return false; // reading it will say what is wrong
        }
    }
}
