package dev.tailrace.log;

import dev.tailrace.model.OwnerOnly;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A folder of the real file system; what it makes is its owner's alone. Any thread. */
public final class DiskFolder implements Folder {
    private final Path path;

    /** Its device and inode: another folder of its name is not this one. */
    private final @Nullable Object key;

    /** Seen once, it is so for ever: the stream's name may be given to another. */
    private volatile boolean gone;

    /**
     * @throws IOException if the folder is not there and cannot be made
     */
    public DiskFolder(Path path) throws IOException {
        this.path = OwnerOnly.makeFolders(path);
        this.key = key();
    }

    private @Nullable Object key() throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    }

    @Override
    public boolean isGone() {
        if (!gone) {
            gone = looksGone();
        }
        return gone;
    }

    private boolean looksGone() {
        try {
            // Some file systems, such as overlayfs, may change an inode's number by themselves.
            return !Objects.equals(key, key()) && !exists(StreamFile.NAME);
        } catch (NoSuchFileException e) {
            return true;
        } catch (IOException e) {
            return false; // nobody can tell: a disk that fails is another matter
        }
    }

    private Path resolve(String name) throws IOException {
        if (isGone()) {
            throw new NoSuchFileException(path.toString(), null, "its folder has been removed");
        }
        return path.resolve(name);
    }

    @Override
    public List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(path)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    @Override
    public boolean exists(String name) {
        return Files.exists(path.resolve(name));
    }

    @Override
    public LogFile create(String name) throws IOException {
        return new DiskFile(
                OwnerOnly.open(
                        resolve(name),
                        StandardOpenOption.CREATE_NEW,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE));
    }

    @Override
    public LogFile open(String name) throws IOException {
        return existing(name, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    @Override
    public LogFile openForReading(String name) throws IOException {
        return existing(name, StandardOpenOption.READ);
    }

    private LogFile existing(String name, OpenOption... options) throws IOException {
        Path file = path.resolve(name);
        // To open a FIFO waits for its other end, and for ever if none comes.
        if (!Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .isRegularFile()) {
            throw new NotAFileException(file);
        }
        return new DiskFile(OwnerOnly.open(file, options));
    }

    @Override
    public void rename(String from, String to) throws IOException {
        Files.move(
                resolve(from),
                path.resolve(to),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void delete(String name) throws IOException {
        Files.deleteIfExists(resolve(name));
    }

    @Override
    public void sync() throws IOException {
        // open(2) of a folder for reading is all that fsync(2) needs on Linux.
        try (FileChannel folder = FileChannel.open(path, StandardOpenOption.READ)) {
            folder.force(true);
        }
    }

    @Override
    public String toString() {
        return path.toString();
    }

    private record DiskFile(FileChannel channel) implements LogFile {
        @Override
        public long size() throws IOException {
            return channel.size();
        }

        @Override
        public void write(ByteBuffer source, long position) throws IOException {
            long at = position;
            while (source.hasRemaining()) {
                at += channel.write(source, at);
            }
        }

        @Override
        public int read(ByteBuffer target, long position) throws IOException {
            return channel.read(target, position);
        }

        @Override
        public void truncate(long size) throws IOException {
            channel.truncate(size);
        }

        @Override
        public void sync() throws IOException {
            channel.force(false);
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
