package dev.tailrace.source;

import dev.tailrace.model.OsText;
import dev.tailrace.model.Reasons;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** FIFOs in the file system (fifo(7)). Any thread. */
public final class Fifo {
    /**
     * The most that an unprivileged process may ask for (/proc/sys/fs/pipe-max-size): measured at a
     * quarter more throughput than the default of 64 KiB, and a workload can go on writing that
     * much longer while nobody reads.
     */
    public static final int CAPACITY = 1 << 20;

    private static final int OWNER_ONLY = 0600;
    private static final int TYPE = 0170000; // S_IFMT, inode(7)
    private static final int TYPE_FIFO = 0010000;

    private Fifo() {}

    /**
     * Makes a FIFO that only its owner may open, unless there is one.
     *
     * @return whether it was made
     * @throws SourceException if there is something else at {@code path}, or it cannot be made
     */
    public static boolean createIfMissing(Path path) {
        int result = Libc.mkfifo(path, OWNER_ONLY);
        if (result == 0) {
            return true;
        }
        if (result == -Errno.EEXIST) {
            requireFifo(path);
            return false;
        }
        Path parent = path.toAbsolutePath().getParent();
        if (result == -Errno.ENOENT && parent != null && !Files.exists(parent)) {
            throw new SourceException(
                    "FIFO %s cannot be made: its folder %s does not exist"
                            .formatted(OsText.shown(path), OsText.shown(parent)));
        }
        throw new SourceException(
                "FIFO " + OsText.shown(path) + " cannot be made: " + Errno.text(-result));
    }

    /**
     * Opens the FIFO for its reader, without waiting for a writer, and makes it as large as it may
     * be. It sees its end each time that the last writer has gone.
     *
     * @throws SourceException if that is refused
     */
    public static Descriptor openToRead(Path path) {
        return open(path, Libc.O_RDONLY);
    }

    /**
     * As {@link #openToRead}, but opened for writing as well, so that it never sees an end: writers
     * come and go.
     */
    public static Descriptor openHeld(Path path) {
        return open(path, Libc.O_RDWR);
    }

    /** Device and inode of what is at {@code path}, links followed; null if that is nothing. */
    public static @Nullable Object identity(Path path) {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
        } catch (IOException e) {
            return null; // gone, or not to be looked at: in any case not what was there
        }
    }

    /**
     * Opens the FIFO for writing, without waiting for a reader; its size stays as it is.
     *
     * @return empty while nobody reads it
     * @throws SourceException if that is refused
     */
    public static Optional<Descriptor> openToWrite(Path path) {
        int fd = Libc.open(path, Libc.O_WRONLY | Libc.O_NONBLOCK | Libc.O_CLOEXEC);
        return fd == -Errno.ENXIO ? Optional.empty() : Optional.of(checked(path, fd));
    }

    /**
     * Asks for {@link #CAPACITY}; for what is no pipe, or beyond the user's limit
     * (/proc/sys/fs/pipe-user-pages-soft), the size stays as it is, which costs throughput only.
     */
    public static void enlarge(int fd) {
        Libc.fcntl(fd, Libc.F_SETPIPE_SZ, CAPACITY);
    }

    private static Descriptor open(Path path, int access) {
        Descriptor pipe = checked(path, Libc.open(path, access | Libc.O_NONBLOCK | Libc.O_CLOEXEC));
        enlarge(pipe.fd());
        return pipe;
    }

    private static Descriptor checked(Path path, int fd) {
        if (fd < 0) {
            throw new SourceException(
                    "FIFO " + OsText.shown(path) + " cannot be opened: " + Errno.text(-fd));
        }
        if (Libc.fcntl(fd, Libc.F_GETPIPE_SZ, 0) < 0) {
            Libc.close(fd);
            throw new SourceException(OsText.shown(path) + " is not a FIFO any more");
        }
        return new Descriptor(fd);
    }

    /**
     * Returns if there is a FIFO at {@code path}.
     *
     * @throws SourceException if there is none; the message says what is there
     */
    public static void require(Path path) {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            throw new SourceException(OsText.shown(path) + " does not exist: it is to be a FIFO");
        }
        requireFifo(path);
    }

    private static void requireFifo(Path path) {
        if (!Files.exists(path)) {
            throw new SourceException(OsText.shown(path) + " is a link to nothing, not a FIFO");
        }
        try {
            if (((int) Files.getAttribute(path, "unix:mode") & TYPE) != TYPE_FIFO) {
                throw new SourceException(
                        OsText.shown(path) + " is " + kind(path) + ", not a FIFO");
            }
        } catch (IOException e) {
            throw new SourceException(
                    OsText.shown(path) + " cannot be looked at: " + Reasons.of(e));
        }
    }

    private static String kind(Path path) {
        if (Files.isDirectory(path)) {
            return "a folder";
        }
        return Files.isRegularFile(path) ? "a regular file" : "a device or a socket";
    }
}
