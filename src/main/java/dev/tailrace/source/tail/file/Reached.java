package dev.tailrace.source.tail.file;

import dev.tailrace.model.OsText;
import dev.tailrace.source.Beneath;
import dev.tailrace.source.Descriptor;
import dev.tailrace.source.Errno;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a path leads to, as far as its first link: open to be looked at, and not to be read. One
 * thread at a time.
 *
 * @param path where it is, absolute and without a link on the way
 * @param rest the names that come after it, if it is a link
 */
record Reached(Descriptor descriptor, FileId.Stat stat, Path path, Path rest)
        implements AutoCloseable {
    private static final Path TOP = Path.of("/");
    private static final Path HERE = Path.of(".");
    private static final Path ABOVE = Path.of("..");
    private static final Path NOTHING = Path.of("");

    /** The root of the file system. */
    static Reached top() throws IOException {
        Reached top = opened(Beneath.root(), TOP, NOTHING);
        if (top == null) {
            throw new IOException("/ is not there");
        }
        return top;
    }

    /** The names of {@code path} from the number {@code from} on. */
    static Path names(Path path, int from) {
        int count = path.getNameCount();
        return from >= count ? NOTHING : path.subpath(from, count);
    }

    static boolean isEmpty(Path names) {
        return names.equals(NOTHING);
    }

    /** What {@code names} lead to from this folder, or the first link; null if that is nothing. */
    @Nullable Reached to(Path names) throws IOException {
        Path way = isEmpty(names) ? HERE : names;
        int fd = Beneath.path(descriptor.fd(), way);
        return switch (-fd) {
            case Errno.ELOOP, Errno.ENOSYS, Errno.EPERM, Errno.EAGAIN -> stepwise(way);
            default -> opened(fd, path.resolve(way).normalize(), NOTHING);
        };
    }

    /** The same, name by name. */
    @Nullable Reached stepwise(Path names) throws IOException {
        Reached at = this;
        for (int i = 0; i < names.getNameCount(); i++) {
            Reached next;
            try {
                next = at.step(names.getName(i), names(names, i + 1));
            } finally {
                if (i > 0) {
                    at.close();
                }
            }
            if (next == null || next.stat.ownership().isLink()) {
                return next;
            }
            at = next;
        }
        return at;
    }

    /** The folder that this one is in. */
    @Nullable Reached above() throws IOException {
        return step(ABOVE, NOTHING);
    }

    private @Nullable Reached step(Path name, Path rest) throws IOException {
        int fd = Beneath.name(descriptor.fd(), name);
        return opened(fd, path.resolve(name).normalize(), rest);
    }

    private static @Nullable Reached opened(int fd, Path path, Path rest) throws IOException {
        if (fd == -Errno.ENOENT || fd == -Errno.ENOTDIR) {
            return null;
        }
        if (fd < 0) {
            throw new IOException(OsText.shown(path) + ": " + Errno.text(-fd));
        }
        Descriptor descriptor = new Descriptor(fd);
        try {
            return new Reached(descriptor, FileId.stat(descriptor.path()), path, rest);
        } catch (IOException e) {
            descriptor.close();
            throw e;
        }
    }

    /** Of a link: the path that it makes of the one on which it was met. */
    Path target() {
        return path.resolveSibling(OsText.path(Beneath.target(descriptor.fd()))).resolve(rest);
    }

    @Override
    public void close() {
        descriptor.close();
    }
}
