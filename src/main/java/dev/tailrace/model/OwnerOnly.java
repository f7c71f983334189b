package dev.tailrace.model;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Makes files and folders that their owner alone may read, write and list: 0600 and 0700. The mode
 * is an argument of open(2) and mkdir(2), so no umask opens them to others, not even for an
 * instant. Any thread.
 */
public final class OwnerOnly {
    private static final FileAttribute<Set<PosixFilePermission>> FOLDER = mode("rwx------");
    private static final FileAttribute<Set<PosixFilePermission>> FILE = mode("rw-------");

    private OwnerOnly() {}

    private static FileAttribute<Set<PosixFilePermission>> mode(String permissions) {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions));
    }

    /**
     * Makes a folder in one that is there.
     *
     * @throws java.nio.file.FileAlreadyExistsException if there is anything at {@code path}, also a
     *     link to nothing
     */
    public static Path makeFolder(Path path) throws IOException {
        return Files.createDirectory(path, FOLDER);
    }

    /** Makes the folder and those above it, as far as they are missing. */
    public static Path makeFolders(Path path) throws IOException {
        return Files.createDirectories(path, FOLDER);
    }

    /** Opens a file, which is made if the options say so. A link at {@code path} is an error. */
    public static FileChannel open(Path path, OpenOption... options) throws IOException {
        Set<OpenOption> all = new HashSet<>(List.of(options));
        all.add(LinkOption.NOFOLLOW_LINKS);
        return FileChannel.open(path, all, FILE);
    }

    /** Takes a file or a folder, which is its owner's and no link, away from all others. */
    public static void tighten(Path path) throws IOException {
        boolean folder = Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
        Files.setPosixFilePermissions(path, (folder ? FOLDER : FILE).value());
    }
}
