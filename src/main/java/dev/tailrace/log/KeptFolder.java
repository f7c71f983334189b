package dev.tailrace.log;

import dev.tailrace.model.OsText;
import dev.tailrace.model.OwnerOnly;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A folder that the user names, and that the gateway keeps files in: no other user can change or
 * replace them, and none can read them.
 *
 * <pre>
 *   the folder itself     of the gateway's user or of root, and nobody else can replace what is in
 *                         it: not writable by others, or sticky, or empty and then made 0700, or
 *                         the root of a volume, which is written by those alone that it is mounted for
 *     `-- own(name)       of the gateway's user, 0700: made so, or, where it was open to be read,
 *                         made so with all that is in it
 *     `-- open(name)      the same of a file, 0600
 *   anything else         UnsafeFolderException
 * </pre>
 *
 * A link counts as what it leads to if it is the gateway's user's or root's. Any thread, one at a
 * time.
 */
public final class KeptFolder {
    private static final System.Logger LOG = System.getLogger(KeptFolder.class.getName());

    private static final String REMOVE = "Remove it";

    private final Kind kind;
    private final Path path;

    /** Whether it is the root of a mounted file system. */
    private final boolean volume;

    /** What the folder is for, in words. */
    public enum Kind {
        DATA("The data folder", "--data"),
        SPOOL("The spool folder", "tailrace.spool.folder");

        private final String name;
        private final String option;

        Kind(String name, String option) {
            this.name = name;
            this.option = option;
        }
    }

    private KeptFolder(Kind kind, Path path, boolean volume) {
        this.kind = kind;
        this.path = path;
        this.volume = volume;
    }

    /**
     * Makes the folder if it is missing, and checks who else may do what there.
     *
     * @throws UnsafeFolderException if others could replace what is kept there
     */
    public static KeptFolder at(Path path, Kind kind) throws IOException {
        return at(OwnerOnly.makeFolders(path), kind, Mounts.isRoot(path));
    }

    static KeptFolder at(Path path, Kind kind, boolean volume) throws IOException {
        KeptFolder folder = new KeptFolder(kind, path, volume);
        folder.check();
        return folder;
    }

    private void check() throws IOException {
        requireOwnLink(path);
        FileRights rights = FileRights.of(path);
        if (!rights.isOwnOrRoots()) {
            throw isOfAnother(rights);
        }
        boolean replaceable = (rights.groupWrites() || rights.worldWrites()) && !rights.isSticky();
        if (replaceable && rights.isOwn() && names().isEmpty()) {
            OwnerOnly.tighten(path);
        } else if (replaceable && volume) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "{0} {1} is the root of a volume that others may write ({2}): mount it for"
                            + " nobody else. What the gateway makes there is its user''s alone.",
                    kind.name,
                    OsText.shown(path),
                    rights.shown());
        } else if (replaceable) {
            throw mayBeWritten(rights);
        }
    }

    private List<String> names() throws IOException {
        try (Stream<Path> all = Files.list(path)) {
            return all.map(each -> each.getFileName().toString()).toList();
        }
    }

    /**
     * The folder {@code name} in it, which is the gateway's alone from now on.
     *
     * @throws UnsafeFolderException if it is another user's, or others could write in it
     */
    public Path own(String name) throws IOException {
        Path own = path.resolve(name);
        try {
            return OwnerOnly.makeFolder(own);
        } catch (FileAlreadyExistsException e) {
            requireOwnLink(own);
            FileRights rights = FileRights.of(own);
            if (!rights.isFolder()) {
                throw e;
            }
            requireOwn(rights);
            if (rights.isOpen()) {
                tightenAll(rights);
            }
            return own;
        }
    }

    /**
     * Opens the file {@code name} in it, which is the gateway's alone from now on.
     *
     * @throws UnsafeFolderException if it is another user's, a link, or others could write it
     */
    public FileChannel open(String name, OpenOption... options) throws IOException {
        Path file = path.resolve(name);
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            FileRights rights = FileRights.of(file, LinkOption.NOFOLLOW_LINKS);
            if (!rights.isFile() || rights.links() > 1) {
                throw unsafe(
                        file, "it is no file with this one name (" + rights.shown() + ")", REMOVE);
            }
            requireOwn(rights);
            if (rights.isOpen()) {
                OwnerOnly.tighten(file);
            }
        }
        return OwnerOnly.open(file, options);
    }

    /** Takes the folder itself from others, if it is the user's and holds nothing else. */
    public void tighten(Set<String> known) throws IOException {
        FileRights rights = FileRights.of(path);
        boolean isAlone = !rights.isSticky() && known.containsAll(names());
        if (rights.isOwn() && rights.isOpen() && isAlone) {
            OwnerOnly.tighten(path);
            said(rights);
        }
    }

    /** What is in it before it, so that one that was cut short is taken up by the next start. */
    private static void tightenAll(FileRights folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder.path().toRealPath())) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                FileRights rights = FileRights.of(each, LinkOption.NOFOLLOW_LINKS);
                if (rights.isOwn() && rights.isOpen() && !rights.isLink()) {
                    OwnerOnly.tighten(each);
                }
            }
        }
        said(folder);
    }

    private static void said(FileRights before) {
        LOG.log(
                System.Logger.Level.INFO,
                "{0} was open to others ({1}): it is its owner''s alone now, and so is what the"
                        + " gateway has in it.",
                OsText.shown(before.path()),
                before.shown());
    }

    private void requireOwnLink(Path path) throws IOException {
        FileRights link = FileRights.of(path, LinkOption.NOFOLLOW_LINKS);
        if (link.isLink() && !link.isOwnOrRoots()) {
            throw unsafe(path, "it is a link of another user's (" + link.shown() + ")", REMOVE);
        }
    }

    /**
     * The kubelet gives a volume's group all rights to all that is in it, at each start of a pod.
     */
    private void requireOwn(FileRights rights) {
        if (!rights.isOwn()) {
            throw isOfAnother(rights);
        }
        if (rights.worldWrites() || (rights.groupWrites() && !volume)) {
            throw mayBeWritten(rights);
        }
    }

    private UnsafeFolderException isOfAnother(FileRights rights) {
        return unsafe(
                rights.path(),
                "it is another user's (" + rights.shown() + ")",
                "Give it to the gateway's user (chown " + FileRights.ownUser() + ")");
    }

    private UnsafeFolderException mayBeWritten(FileRights rights) {
        return unsafe(
                rights.path(),
                "others could replace what is kept there (" + rights.shown() + ")",
                "Look whether anybody has put something there, and take that right from them"
                        + " (chmod -R go-w "
                        + OsText.shown(rights.path())
                        + "), name a folder beneath it");
    }

    private UnsafeFolderException unsafe(Path what, String why, String remedy) {
        return new UnsafeFolderException(
                "%s %s cannot be used: %s. %s, or choose another with %s."
                        .formatted(kind.name, OsText.shown(what), why, remedy, kind.option));
    }
}
