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
        int fd = Libc.open(found.path(), Libc.O_RDONLY | Libc.O_NONBLOCK | Libc.O_CLOEXEC);
        if (fd == -Errno.ENOENT) {
            return null;
        }
        if (fd < 0) {
            throw new IOException(OsText.shown(found.path()) + ": " + Errno.text(-fd));
        }
        Descriptor descriptor = new Descriptor(fd);
        boolean same = false;
        try {
            same = FileId.stat(descriptor.path()).id().equals(found.id());
        } finally {
            if (!same) {
                descriptor.close();
            }
        }
        if (!same) {
            return null;
        }
        return found.compressed()
                ? new GzipFile(found, descriptor)
                : new PlainFile(found, descriptor);
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
