package dev.tailrace.hub;

import dev.tailrace.log.DiskFolder;
import dev.tailrace.log.SmallFile;
import dev.tailrace.model.StreamName;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The folder that one gateway keeps everything in, locked for as long as it runs. The lock is the
 * kernel's (fcntl(2)), so it goes with the process however that ends.
 *
 * <pre>
 *   tailrace.lock       who holds it, for people
 *   streams/NAME/       one stream's log
 *   run/                FIFOs between the gateway and the commands it has started; spools, where
 *                       there is no shared memory
 * </pre>
 */
public final class DataFolder implements Closeable {
    private static final int HOLDER_BYTES = 200;

    private final Path path;
    private final FileChannel lockFile;

    private DataFolder(Path path, FileChannel lockFile) {
        this.path = path;
        this.lockFile = lockFile;
    }

    /**
     * Takes the folder, which is made if it is missing.
     *
     * @throws HubException if another gateway has it, or it cannot be written
     */
    public static DataFolder take(Path path) {
        FileChannel channel = open(path);
        try {
            if (lock(channel) == null) {
                String holder = holder(channel);
                channel.close();
                throw new HubException(
                        "The data folder "
                                + path
                                + " is in use by another gateway"
                                + holder
                                + ": stop that one, or choose another folder with --data.");
            }
            ByteBuffer holder =
                    StandardCharsets.UTF_8.encode(
                            "pid "
                                    + ProcessHandle.current().pid()
                                    + ", since "
                                    + Instant.now().truncatedTo(ChronoUnit.SECONDS)
                                    + "\n");
            channel.truncate(0).write(holder, 0);
            return new DataFolder(path, channel);
        } catch (IOException e) {
            throw notUsable(path, e);
        }
    }

    private static FileChannel open(Path path) {
        try {
            Files.createDirectories(path.resolve("streams"));
            return FileChannel.open(
                    path.resolve("tailrace.lock"),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw notUsable(path, e);
        }
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null; // held by a gateway in this very process, as in tests
        }
    }

    private static String holder(FileChannel channel) throws IOException {
        ByteBuffer text = ByteBuffer.allocate(HOLDER_BYTES);
        channel.read(text, 0);
        String holder = StandardCharsets.UTF_8.decode(text.flip()).toString().strip();
        return holder.isEmpty() ? "" : " (" + holder + ")";
    }

    private static HubException notUsable(Path path, IOException e) {
        return new HubException(
                "The data folder "
                        + path
                        + " cannot be used: "
                        + Reasons.of(e)
                        + ". Choose another with --data.");
    }

    /** The folder itself. */
    public Path path() {
        return path;
    }

    /** Where the log of {@code name} is kept. */
    public Path stream(StreamName name) {
        return path.resolve("streams").resolve(name.value());
    }

    /**
     * A small file of the gateway's own at {@code path}.
     *
     * @throws HubException if its folder cannot be made
     */
    public SmallFile smallFile(Path path) {
        try {
            Path folder = Objects.requireNonNull(path.getParent());
            return new SmallFile(new DiskFolder(folder), path.getFileName().toString());
        } catch (IOException e) {
            throw notUsable(this.path, e);
        }
    }

    /** Where FIFOs to commands are made. */
    public Path run() {
        return path.resolve("run");
    }

    /**
     * The names of the streams that have a folder here.
     *
     * @throws HubException if the folder cannot be read
     */
    public List<StreamName> streams() {
        try (Stream<Path> folders = Files.list(path.resolve("streams"))) {
            return folders.filter(Files::isDirectory)
                    .map(folder -> folder.getFileName().toString())
                    .filter(StreamName::isValid)
                    .map(StreamName::new)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw notUsable(path, e);
        }
    }

    @Override
    public void close() throws IOException {
        lockFile.close();
    }
}
