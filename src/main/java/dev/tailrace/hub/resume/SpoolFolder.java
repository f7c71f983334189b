package dev.tailrace.hub.resume;

import dev.tailrace.log.KeptFolder;
import dev.tailrace.log.StreamLog;
import dev.tailrace.model.OsText;
import dev.tailrace.model.OwnerOnly;
import dev.tailrace.model.Ownership;
import dev.tailrace.model.Reasons;
import dev.tailrace.model.StreamName;
import dev.tailrace.source.IngestLoop;
import dev.tailrace.source.Spool;
import io.smallrye.config.WithDefault;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/**
 * Chooses where a gateway's spools are: in memory where there is a file system in memory, since
 * nothing in them is for a disk.
 *
 * <pre>
 *   /dev/shm/tailrace-UID/DEV-INO/STREAM/    DEV-INO: device and inode of the data folder, so that
 *                                            no two gateways that share /dev/shm share a spool
 *   DATA/run/STREAM/                         where /dev/shm is no tmpfs that can be written
 * </pre>
 *
 * @param enabled whether pipes are read through spools; what is left is taken in regardless
 * @param recovered how many bytes have been taken in that killed gateways had read
 */
public record SpoolFolder(Path path, boolean enabled, LongAdder recovered) {
    /** {@code tailrace.spool}. */
    public interface Config {
        /**
         * Whether what is read from FIFOs and commands is kept in files until it is in the log, so
         * that a gateway that is killed loses none of it.
         */
        @WithDefault("true")
        boolean enabled();

        /**
         * Where those files are: by default in memory, /dev/shm/tailrace-UID, or in the data folder
         * where that cannot be written. They hold a quarter of a second's input, and of each origin
         * hardly more than a MiB.
         */
        Optional<Path> folder();
    }

    private static final System.Logger LOG = System.getLogger(SpoolFolder.class.getName());

    private static final Path SHARED_MEMORY = Path.of("/dev/shm");

    /**
     * The one for the gateway that has the folder {@code data}.
     *
     * @param run where in that folder files are that no start needs
     * @throws IOException if the data folder cannot be looked at
     * @throws dev.tailrace.log.UnsafeFolderException if another user could replace what is there
     */
    public static SpoolFolder of(Config config, Path data, Path run) throws IOException {
        Optional<Path> base = config.folder().or(() -> inMemory(SHARED_MEMORY));
        Path path = base.isPresent() ? own(base.get(), identity(data)) : run;
        return new SpoolFolder(path, config.enabled(), new LongAdder());
    }

    /** Made at once: in a folder that others may write nobody else is to be the first. */
    private static Path own(Path base, String name) {
        try {
            return KeptFolder.at(base, KeptFolder.Kind.SPOOL).own(name);
        } catch (IOException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "No spool can be in {0}: {1}",
                    OsText.shown(base),
                    Reasons.of(e));
            return base.resolve(name);
        }
    }

    public Spools spools(StreamName stream, StreamLog log, IngestLoop loop) {
        return new Spools(
                loop, log, path.resolve(stream.value()), enabled, Spool.MAX_BYTES, recovered);
    }

    /** Removes the folder if nothing is left in it. */
    public void close() {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "{0} stays: {1}", path, Reasons.of(e));
        }
    }

    /** Stays the same when the folder is moved, and is another for a copy of it. */
    private static String identity(Path data) throws IOException {
        long device = (Long) Files.getAttribute(data, "unix:dev");
        long inode = (Long) Files.getAttribute(data, "unix:ino");
        return "%x-%x".formatted(device, inode);
    }

    /** This user's own folder in {@code shared}, where everybody may write, or empty. */
    static Optional<Path> inMemory(Path shared) {
        try {
            if (!Files.isWritable(shared) || !Files.getFileStore(shared).type().equals("tmpfs")) {
                return Optional.empty();
            }
            Path own = shared.resolve("tailrace-" + Ownership.user());
            make(own);
            if (isOwn(Ownership.of(own, LinkOption.NOFOLLOW_LINKS))) {
                return Optional.of(own);
            }
            LOG.log(
                    System.Logger.Level.WARNING,
                    "{0} may be read or written by others, so spools are in the data folder.",
                    own);
        } catch (IOException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "{0} cannot be used, so spools are in the data folder: {1}",
                    shared,
                    Reasons.of(e));
        }
        return Optional.empty();
    }

    private static void make(Path own) throws IOException {
        try {
            OwnerOnly.makeFolder(own);
        } catch (FileAlreadyExistsException e) {
            LOG.log(System.Logger.Level.DEBUG, "{0} is there already", own);
        }
    }

    /** Another user could have made it first, or a link in its place. */
    private static boolean isOwn(Ownership its) {
        return its.isFolder() && its.isOwn() && its.permissions() == 0700;
    }
}
