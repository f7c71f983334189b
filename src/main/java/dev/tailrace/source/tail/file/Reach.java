package dev.tailrace.source.tail.file;

import dev.tailrace.source.tail.file.RefusedFiles.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where files may be opened: beneath the folder that the configuration names, the root. Whoever may
 * write there must not have the gateway read what he may not read himself, so a link is followed
 * only if
 *
 * <pre>
 *   its owner is             and it leads to
 *   root, or the             what is beneath the root, or beneath a folder to which links may
 *     gateway's user           lead (tailrace.tailing.follow-links)
 *   anybody else             a regular file of the same owner beneath the root
 * </pre>
 *
 * <p>On the way to the root, which somebody has configured, links of root and of the gateway's user
 * are followed wherever they lead. A hard link is the file itself: who may make one to a file of
 * somebody else's is the kernel's to say (fs.protected_hardlinks, proc_sys_fs(5)). Any thread.
 */
public final class Reach {
    private final Path root;
    private final Links links;
    private final @Nullable FileId own;
    private final RefusedFiles refused;

    /**
     * @param root absolute
     * @param others to which links may lead, absolute
     */
    public Reach(Path root, List<Path> others, RefusedFiles refused) {
        this(root, others, null, refused);
    }

    /**
     * @param own the folder that the gateway keeps everything in: what it writes there it would
     *     read, and write again
     */
    public Reach(Path root, List<Path> others, @Nullable FileId own, RefusedFiles refused) {
        this.root = root;
        this.links = new Links(root, others);
        this.own = own;
        this.refused = refused;
    }

    public Path root() {
        return root;
    }

    /**
     * What {@code path} leads to; null if that is nothing, or is refused, which is said. The
     * caller's to close.
     *
     * @throws IOException if it cannot be looked at, as the root cannot by a link that is refused
     */
    @Nullable Reached at(Path path) throws IOException {
        try {
            Reached found = links.follow(path);
            return found != null && isOwn(path, found) ? refusedAsOwn(path, found) : found;
        } catch (RefusedLinkException e) {
            refused.add(e.reason, e.above ? root : path, e.sentences());
            if (e.above) {
                throw new RefusedRootException(e.sentences());
            }
            return null;
        }
    }

    /** By its inode: a folder may be mounted under several paths. */
    private boolean isOwn(Path path, Reached found) throws IOException {
        if (own == null || !found.stat().ownership().isFolder()) {
            return false;
        }
        // What is above the root nobody has passed on the way here.
        Path above = path.equals(root) ? found.path().getParent() : null;
        boolean is = found.stat().id().equals(own);
        while (!is && above != null) {
            is = FileId.stat(above).id().equals(own);
            above = above.getParent();
        }
        return is;
    }

    private @Nullable Reached refusedAsOwn(Path path, Reached found) {
        found.close();
        refused.add(
                Reason.OWN_DATA,
                path,
                "The gateway keeps its streams there, and would store their lines again and"
                        + " again.");
        return null;
    }

    /** Whether {@code path} leads to anything that may be opened. */
    public boolean has(Path path) {
        try (Reached file = at(path)) {
            return file != null;
        } catch (IOException e) {
            return true; // nobody knows
        }
    }

    /**
     * The path of what {@code path} leads to, if it is a link of root or of the gateway's user. The
     * links of others have the gateway look at no names but their own.
     */
    public Optional<Path> target(Path path) {
        if (!Files.isSymbolicLink(path)) {
            return Optional.empty();
        }
        try (Reached file = links.follow(path, false)) {
            return Optional.ofNullable(file).map(Reached::path);
        } catch (IOException | RefusedLinkException e) {
            return Optional.empty(); // looking at it says why
        }
    }

    /** Says that what is at {@code path} is a FIFO, a device or a socket, and so left out. */
    void refuseNoFile(Path path) {
        refused.add(Reason.NO_FILE, path, "Accepted are regular files.");
    }
}
