package dev.tailrace.log;

import dev.tailrace.model.OsText;
import dev.tailrace.model.OwnerOnly;
import dev.tailrace.model.Ownership;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
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
        Ownership its = Ownership.of(path);
        if (!its.isTrusted()) {
            throw isOfAnother(path);
        }
        boolean replaceable = its.isWritableByOthers() && !its.isSticky();
        if (replaceable && its.isOwn() && names().isEmpty()) {
            OwnerOnly.tighten(path);
        } else if (replaceable && volume) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "{0} {1} is the root of a volume that others may write ({2}): mount it for"
                            + " nobody else. What the gateway makes there is its user''s alone.",
                    kind.name,
                    OsText.shown(path),
                    shown(path));
        } else if (replaceable) {
            throw mayBeWritten(path);
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
            Ownership its = Ownership.of(own);
            if (!its.isFolder()) {
                throw e;
            }
            requireOwn(own, its);
            if (its.isOpen()) {
                tightenAll(own);
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
            Ownership its = Ownership.of(file, LinkOption.NOFOLLOW_LINKS);
            if (!its.isFile() || (int) Files.getAttribute(file, "unix:nlink") > 1) {
                String rights = shown(file, LinkOption.NOFOLLOW_LINKS);
                throw unsafe(file, "it is no file with this one name (" + rights + ")", REMOVE);
            }
            requireOwn(file, its);
            if (its.isOpen()) {
                OwnerOnly.tighten(file);
            }
        }
        return OwnerOnly.open(file, options);
    }

    /** Takes the folder itself from others, if it is the user's and holds nothing else. */
    public void tighten(Set<String> known) throws IOException {
        Ownership its = Ownership.of(path);
        boolean isAlone = !its.isSticky() && known.containsAll(names());
        if (its.isOwn() && its.isOpen() && isAlone) {
            String before = shown(path);
            OwnerOnly.tighten(path);
            said(path, before);
        }
    }

    /** What is in it before it, so that one that was cut short is taken up by the next start. */
    private static void tightenAll(Path folder) throws IOException {
        String before = shown(folder);
        try (Stream<Path> all = Files.walk(folder.toRealPath())) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Ownership its = Ownership.of(each, LinkOption.NOFOLLOW_LINKS);
                if (its.isOwn() && its.isOpen() && !its.isLink()) {
                    OwnerOnly.tighten(each);
                }
            }
        }
        said(folder, before);
    }

    private static void said(Path folder, String before) {
        LOG.log(
                System.Logger.Level.INFO,
                "{0} was open to others ({1}): it is its owner''s alone now, and so is what the"
                        + " gateway has in it.",
                OsText.shown(folder),
                before);
    }

    private void requireOwnLink(Path path) throws IOException {
        Ownership link = Ownership.of(path, LinkOption.NOFOLLOW_LINKS);
        if (link.isLink() && !link.isTrusted()) {
            String rights = shown(path, LinkOption.NOFOLLOW_LINKS);
            throw unsafe(path, "it is a link of another user's (" + rights + ")", REMOVE);
        }
    }

    /**
     * The kubelet gives a volume's group all rights to all that is in it, at each start of a pod.
     */
    private void requireOwn(Path path, Ownership its) throws IOException {
        if (!its.isOwn()) {
            throw isOfAnother(path);
        }
        if (its.isWritableByAll() || (its.isWritableByGroup() && !volume)) {
            throw mayBeWritten(path);
        }
    }

    private UnsafeFolderException isOfAnother(Path path) throws IOException {
        return unsafe(
                path,
                "it is another user's (" + shown(path) + ")",
                "Give it to the gateway's user (chown "
                        + Integer.toUnsignedString(Ownership.user())
                        + ")");
    }

    private UnsafeFolderException mayBeWritten(Path path) throws IOException {
        return unsafe(
                path,
                "others could replace what is kept there (" + shown(path) + ")",
                "Look whether anybody has put something there, and take that right from them"
                        + " (chmod -R go-w "
                        + OsText.shown(path)
                        + "), name a folder beneath it");
    }

    /** Its rights, for people: with the names of its user and of its group. */
    private static String shown(Path path, LinkOption... options) throws IOException {
        Map<String, Object> read =
                Files.readAttributes(path, "unix:owner,group," + Ownership.ATTRIBUTES, options);
        return "owner %s, group %s, mode %04o"
                .formatted(read.get("owner"), read.get("group"), Ownership.of(read).rights());
    }

    private UnsafeFolderException unsafe(Path what, String why, String remedy) {
        return new UnsafeFolderException(
                "%s %s cannot be used: %s. %s, or choose another with %s."
                        .formatted(kind.name, OsText.shown(what), why, remedy, kind.option));
    }
}
