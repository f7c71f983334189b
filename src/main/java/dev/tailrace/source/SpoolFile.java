package dev.tailrace.source;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.tailrace.model.OsText;
import dev.tailrace.model.OwnerOnly;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;

/** One open file of a {@link Spool}, written at its end. Only on the loop's thread. */
final class SpoolFile {
    private static final int OWNER_ONLY = 0600;

    private final Descriptor file;
    private Path path;
    private long size;

    private SpoolFile(Path path, Descriptor file, long size) {
        this.path = path;
        this.file = file;
        this.size = size;
    }

    /** Makes an empty file, and its folder if need be; both are for their owner only. */
    static SpoolFile create(Path path) throws IOException {
        int fd = Libc.create(path, OWNER_ONLY);
        if (fd == -Errno.ENOENT) {
            OwnerOnly.makeFolders(Objects.requireNonNull(path.getParent()));
            fd = Libc.create(path, OWNER_ONLY);
        }
        return new SpoolFile(path, new Descriptor(checked(path, fd)), 0);
    }

    /** Opens the file, which exists and is no link, to be written on at its end. */
    static SpoolFile open(Path path) throws IOException {
        if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException(OsText.shown(path) + " is no regular file");
        }
        Descriptor file =
                new Descriptor(checked(path, Libc.open(path, Libc.O_RDWR | Libc.O_CLOEXEC)));
        checked(path, Libc.seekToEnd(file.fd()));
        return new SpoolFile(path, file, Files.size(path));
    }

    long size() {
        return size;
    }

    /** Moves bytes from {@code pipe} to the file's end; answers as {@link Libc#splice}. */
    int splice(int pipe, int length) {
        int count = Libc.splice(pipe, file.fd(), length);
        size += Math.max(0, count);
        return count;
    }

    /** Copies {@code length} bytes at {@code position}, which are there, to {@code buffer}. */
    void read(byte[] buffer, int length, long position) throws IOException {
        int count = checked(path, Libc.pread(file.fd(), buffer, length, position));
        if (count != length) {
            throw new IOException(
                    OsText.shown(path) + " has " + count + " bytes of " + length + " that it took");
        }
    }

    /**
     * Makes a file at {@code path} with the last {@code length} bytes of this one: at once, as it
     * is written at {@code unfinished}.
     */
    SpoolFile successor(Path unfinished, Path path, int length) throws IOException {
        byte[] rest = new byte[length];
        read(rest, length, size - length);
        Files.deleteIfExists(unfinished);
        SpoolFile fresh = create(unfinished);
        try {
            fresh.append(rest);
            fresh.rename(path);
            return fresh;
        } catch (IOException e) {
            fresh.close();
            throw e;
        }
    }

    private void append(byte[] bytes) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment rest = arena.allocateFrom(JAVA_BYTE, bytes);
            while (rest.byteSize() > 0) {
                int count = checked(path, Libc.write(file.fd(), rest));
                rest = rest.asSlice(count);
                size += count;
            }
        }
    }

    void rename(Path to) throws IOException {
        Files.move(path, to, StandardCopyOption.ATOMIC_MOVE);
        path = to;
    }

    void close() {
        file.close();
    }

    void delete() throws IOException {
        file.close();
        Files.deleteIfExists(path);
    }

    @Override
    public String toString() {
        return OsText.shown(path);
    }

    private static int checked(Path path, int result) throws IOException {
        if (result < 0) {
            throw new IOException(OsText.shown(path) + ": " + Errno.text(-result));
        }
        return result;
    }
}
