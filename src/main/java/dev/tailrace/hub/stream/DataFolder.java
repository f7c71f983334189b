package dev.tailrace.hub.stream;

import dev.tailrace.log.DiskFolder;
import dev.tailrace.log.KeptFolder;
import dev.tailrace.log.SmallFile;
import dev.tailrace.log.UnsafeFolderException;
import dev.tailrace.model.OsText;
import dev.tailrace.model.OwnerOnly;
import dev.tailrace.model.Reasons;
import dev.tailrace.model.StreamName;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The folder that one gateway keeps everything in, locked for as long as it runs. The lock is the
 * kernel's (fcntl(2)), so it goes with the process however that ends.
 *
 * <p>It and all that is in it is its user's alone, 0700 and 0600: {@link KeptFolder}.
 *
 * <pre>
 *   tailrace.lock       the process that holds it, for people
 *   streams/NAME/       one stream's log
 *   streams/NAME~removed/   one that is being removed
 *   run/                FIFOs between the gateway and the commands it has started; spools, where
 *                       there is no shared memory
 * </pre>
 */
public final class DataFolder implements Closeable {
    private static final System.Logger LOG = System.getLogger(DataFolder.class.getName());

    private static final String LOCK = "tailrace.lock";
    private static final String STREAMS = "streams";
    private static final String RUN = "run";

    /** No stream's name has a tilde. */
    private static final String DISCARDED = "~removed";

    /** What may be in it: the command line keeps its own in the folder that it takes by default. */
    private static final Set<String> KNOWN = Set.of(LOCK, STREAMS, RUN, "runs", "running");

    private static final int HOLDER_BYTES = 200;

    /** More gateways of one name are hardly meant; each look costs some system calls. */
    static final int MOST_NEIGHBOURS = 100;

    private final Path path;
    private final FileChannel lockFile;

    /** Their devices and inodes: others of their names are not these. */
    private final @Nullable Object folderKey;

    private final @Nullable Object lockKey;

    /** Seen once, it is so for ever: its name may be given to another. */
    private volatile boolean gone;

    private DataFolder(Path path, FileChannel lockFile) throws IOException {
        this.path = path;
        this.lockFile = lockFile;
        this.folderKey = key(path);
        this.lockKey = key(path.resolve(LOCK));
    }

    private static @Nullable Object key(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    }

    /**
     * Takes the folder, which is made if it is missing, or one beside it.
     *
     * @throws HubException if others have what it may take, or it cannot be written
     * @throws UnsafeFolderException if another user could replace what is kept there
     */
    public static DataFolder take(Path path, DataInUse inUse) {
        int most = inUse == DataInUse.NEXT ? MOST_NEIGHBOURS : 1;
        for (int i = 1; i <= most; i++) {
            Path next = i == 1 ? path : neighbour(path, i);
            Optional<DataFolder> taken = takeIfFree(next);
            if (taken.isPresent()) {
                return taken.get();
            }
        }
        throw new HubException(
                ("The data folder %s is in use by another gateway%s: stop that one, or choose another"
                                + " folder with --data.")
                        .formatted(OsText.shown(path), holder(path)));
    }

    /** No stream's name has a tilde, so that no other gateway's folder is called like this. */
    private static Path neighbour(Path path, int number) {
        Path name = Objects.requireNonNullElse(path.getFileName(), path);
        return path.resolveSibling(OsText.path(OsText.of(name) + "~" + number));
    }

    private static Optional<DataFolder> takeIfFree(Path path) {
        FileChannel channel = null;
        try {
            KeptFolder folder = KeptFolder.at(path, KeptFolder.Kind.DATA);
            channel =
                    folder.open(
                            LOCK,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.READ,
                            StandardOpenOption.WRITE);
            if (lock(channel) == null) {
                channel.close();
                return Optional.empty();
            }
            folder.own(STREAMS);
            folder.own(RUN);
            folder.tighten(KNOWN);
            ByteBuffer holder =
                    StandardCharsets.UTF_8.encode(
                            "pid "
                                    + ProcessHandle.current().pid()
                                    + ", since "
                                    + Instant.now().truncatedTo(ChronoUnit.SECONDS)
                                    + "\n");
            channel.truncate(0).write(holder, 0);
            DataFolder taken = new DataFolder(path, channel);
            taken.removeAllDiscarded();
            return Optional.of(taken);
        } catch (IOException e) {
            letGo(channel);
            throw notUsable(path, e);
        } catch (UnsafeFolderException e) {
            letGo(channel);
            throw e;
        }
    }

    private static void letGo(@Nullable FileChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "Its lock goes with the process", e);
        }
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null; // held by a gateway in this very process, as in tests
        }
    }

    private static String holder(Path path) {
        try (FileChannel channel = OwnerOnly.open(path.resolve(LOCK), StandardOpenOption.READ)) {
            ByteBuffer text = ByteBuffer.allocate(HOLDER_BYTES);
            channel.read(text, 0);
            String holder = StandardCharsets.UTF_8.decode(text.flip()).toString().strip();
            return holder.isEmpty() ? "" : " (" + holder + ")";
        } catch (IOException e) {
            throw notUsable(path, e);
        }
    }

    private static HubException notUsable(Path path, IOException e) {
        return new HubException(
                "The data folder %s cannot be used: %s. Choose another with --data."
                        .formatted(OsText.shown(path), Reasons.of(e)));
    }

    /** What to say of a failure in it. */
    public HubException notUsable(IOException e) {
        return notUsable(path, e);
    }

    /**
     * Whether somebody has removed it, and perhaps made another in its place: looks at the disk.
     * Nothing is kept any more then.
     */
    public boolean isGone() {
        if (!gone) {
            // Some file systems, such as overlayfs, may change a folder's inode by themselves.
            gone = !isThere(path, folderKey) && !isThere(path.resolve(LOCK), lockKey);
        }
        return gone;
    }

    private static boolean isThere(Path file, @Nullable Object key) {
        try {
            return Objects.equals(key, key(file));
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            return true; // nobody can tell: a disk that fails is another matter
        }
    }

    /** What to say of that, as a part of a sentence. */
    public String goneReason() {
        return "the data folder "
                + OsText.shown(path)
                + " was removed while the gateway ran; the next start of the gateway makes it again";
    }

    /** The folder itself. */
    public Path path() {
        return path;
    }

    /** Where the log of {@code name} is kept. */
    public Path stream(StreamName name) {
        return path.resolve(STREAMS).resolve(name.value());
    }

    /** Whether there is a folder for the log of {@code name}. */
    boolean has(StreamName name) {
        return Files.exists(stream(name), LinkOption.NOFOLLOW_LINKS);
    }

    /** Takes the folder of {@code name} away, with all that is in it. */
    void remove(StreamName name) {
        removeTree(stream(name));
    }

    /**
     * The folder of {@code name} is no stream's from now on, whatever happens; {@link
     * #removeDiscarded} is due then, or the next start does it.
     *
     * @throws IOException if it cannot be; then it is as before
     */
    void discard(StreamName name) throws IOException {
        Path discarded = discarded(name);
        removeTree(discarded);
        Files.move(stream(name), discarded, StandardCopyOption.ATOMIC_MOVE);
        new DiskFolder(path.resolve(STREAMS)).sync();
    }

    /** Takes away what of {@code name} was discarded. */
    void removeDiscarded(StreamName name) {
        removeTree(discarded(name));
    }

    private Path discarded(StreamName name) {
        return path.resolve(STREAMS).resolve(name.value() + DISCARDED);
    }

    private void removeAllDiscarded() throws IOException {
        try (DirectoryStream<Path> all =
                Files.newDirectoryStream(path.resolve(STREAMS), "*" + DISCARDED)) {
            all.forEach(DataFolder::removeTree);
        }
    }

    private static void removeTree(Path folder) {
        try (Stream<Path> all =
                Files.exists(folder, LinkOption.NOFOLLOW_LINKS)
                        ? Files.walk(folder)
                        : Stream.empty()) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        } catch (IOException | UncheckedIOException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "{0} stays behind, and is of no use: {1}",
                    OsText.shown(folder),
                    Reasons.of(e));
        }
    }

    /** What a stream's folder takes. */
    public record Size(long bytes, int files) {}

    /**
     * What the folder of {@code name} takes, with all that is in it.
     *
     * @throws IOException if it cannot be read
     */
    public Size size(StreamName name) throws IOException {
        long bytes = 0;
        int files = 0;
        try (DirectoryStream<Path> all = Files.newDirectoryStream(stream(name))) {
            for (Path each : all) {
                bytes += size(each);
                files++;
            }
        }
        return new Size(bytes, files);
    }

    private static long size(Path file) throws IOException {
        try {
            return Files.size(file);
        } catch (NoSuchFileException e) {
            return 0; // retention, or the compressor, has just removed it
        }
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
            throw notUsable(e);
        }
    }

    /** Where FIFOs to commands are made. */
    public Path run() {
        return path.resolve(RUN);
    }

    /**
     * The names of the streams that have a folder here.
     *
     * @throws HubException if the folder cannot be read
     */
    public List<StreamName> streams() {
        try (Stream<Path> folders = Files.list(path.resolve(STREAMS))) {
            return folders.filter(Files::isDirectory)
                    .map(folder -> folder.getFileName().toString())
                    .filter(StreamName::isValid)
                    .map(StreamName::new)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw notUsable(e);
        }
    }

    @Override
    public void close() throws IOException {
        lockFile.close();
    }
}
