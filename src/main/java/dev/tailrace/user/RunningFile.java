package dev.tailrace.user;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tailrace.model.OsText;
import dev.tailrace.model.OwnerOnly;
import dev.tailrace.model.Reasons;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;

/**
 * Says that a gateway runs, and where, to programs that look for those of this user.
 *
 * <pre>
 *   PID.json    {"pid":4711,"address":"http://127.0.0.1:8080","data":"/home/me/..."}
 * </pre>
 *
 * <p>The gateway has its file locked (fcntl(2)) as long as it runs: one that is not locked is of a
 * gateway that was killed, and is removed by the next that starts. {@link RunningGateway} reads
 * these files. Any thread, one at a time.
 */
public final class RunningFile implements AutoCloseable {
    private static final Logger LOG = System.getLogger(RunningFile.class.getName());
    private static final ObjectMapper JSON = new ObjectMapper();
    static final String ENDING = ".json";

    private final Path path;
    private final FileChannel locked;

    private RunningFile(Path path, FileChannel locked) {
        this.path = path;
        this.locked = locked;
    }

    /**
     * Makes the file in {@code folder}, and the folder if it is missing; empty where that cannot be
     * written, which keeps no gateway from running.
     */
    public static Optional<RunningFile> make(Path folder, String address, Path data) {
        long pid = ProcessHandle.current().pid();
        Path path = folder.resolve(pid + ENDING);
        try {
            OwnerOnly.makeFolders(folder);
            removeStale(folder);
            byte[] text =
                    JSON.writeValueAsBytes(
                            Map.of("pid", pid, "address", address, "data", OsText.shown(data)));
            return Optional.of(new RunningFile(path, write(path, text)));
        } catch (IOException e) {
            // Standard error is the command's; a read-only container is no reason to write to it.
            LOG.log(
                    Level.DEBUG,
                    "Others do not find this gateway, as {0} cannot be written: {1}",
                    OsText.shown(path),
                    Reasons.of(e));
            return Optional.empty();
        }
    }

    /**
     * Under another name first, so that nobody finds it unlocked or unfinished. It stays open for
     * the lock, and is worth nothing after a power loss: so it is no SmallFile of the log.
     */
    private static FileChannel write(Path path, byte[] text) throws IOException {
        Path unfinished = path.resolveSibling(path.getFileName() + ".new");
        FileChannel channel =
                OwnerOnly.open(unfinished, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() == null) {
                throw new IOException(OsText.shown(unfinished) + " is another gateway's");
            }
            channel.truncate(0).write(ByteBuffer.wrap(text));
            Files.move(unfinished, path, StandardCopyOption.ATOMIC_MOVE);
            return channel;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private static void removeStale(Path folder) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + ENDING)) {
            for (Path file : files) {
                removeIfStale(file);
            }
        }
    }

    private static void removeIfStale(Path file) throws IOException {
        try (FileChannel channel = OwnerOnly.open(file, StandardOpenOption.WRITE)) {
            if (channel.tryLock() != null) {
                Files.deleteIfExists(file);
            }
        } catch (NoSuchFileException e) {
            LOG.log(Level.DEBUG, "{0} has just been removed", file);
        }
    }

    /** Removes it. */
    @Override
    public void close() {
        try (locked) {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "{0} stays behind: {1}", OsText.shown(path), Reasons.of(e));
        }
    }
}
