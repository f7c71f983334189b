package dev.tailrace.model;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

/**
 * What there is, whose it is, and who else may write or read it: inode(7). What is true of a path
 * now may be another's in a moment; what is true of an open descriptor stays so until its owner
 * changes it. Any thread.
 *
 * @param uid the number of its user
 * @param mode its type and everybody's rights to it
 */
public record Ownership(int uid, int mode) {
    /** What {@link #of(Map)} needs to be read of a file: more may be read with it. */
    public static final String ATTRIBUTES = "uid,mode";

    private static final int TYPE = 0170000;
    private static final int FOLDER = 0040000;
    private static final int FILE = 0100000;
    private static final int LINK = 0120000;
    private static final int STICKY = 01000;
    private static final int RIGHTS = 07777;
    private static final int PERMISSIONS = 0777;
    private static final int OF_OWNER = 0700;
    private static final int GROUP_WRITES = 0020;
    private static final int ALL_WRITE = 0002;

    public static final int ROOT = 0;

    private static final int USER = readUser();

    /** Of what is at {@code path}: of a link itself with {@code NOFOLLOW_LINKS}. */
    public static Ownership of(Path path, LinkOption... options) throws IOException {
        return of(Files.readAttributes(path, "unix:" + ATTRIBUTES, options));
    }

    /** What was read of a file says so. */
    public static Ownership of(Map<String, Object> read) {
        return new Ownership(number(read, "uid"), number(read, "mode"));
    }

    private static int number(Map<String, Object> read, String name) {
        return (int) Objects.requireNonNull(read.get(name), name);
    }

    /** The user as which this process makes and opens files. */
    public static int user() {
        return USER;
    }

    /**
     * The last of real, effective, saved and file system's: proc_pid_status(5). The owner of
     * /proc/self is root if the process may not be dumped.
     */
    private static int readUser() {
        try {
            return Files.readAllLines(Path.of("/proc/self/status"), ISO_8859_1).stream()
                    .filter(line -> line.startsWith("Uid:"))
                    .map(line -> line.split("\\s+"))
                    .map(ids -> Integer.parseUnsignedInt(ids[ids.length - 1]))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public boolean isFolder() {
        return (mode & TYPE) == FOLDER;
    }

    /** Whether it is a regular file. */
    public boolean isFile() {
        return (mode & TYPE) == FILE;
    }

    public boolean isLink() {
        return (mode & TYPE) == LINK;
    }

    public boolean isRoots() {
        return uid == ROOT;
    }

    /** Whether it is of the user as which this process makes files. */
    public boolean isOwn() {
        return uid == USER;
    }

    /** Whether it is of root or of this process' user: anybody else's is somebody else's. */
    public boolean isTrusted() {
        return isOwn() || isRoots();
    }

    public boolean isWritableByGroup() {
        return (mode & GROUP_WRITES) != 0;
    }

    public boolean isWritableByAll() {
        return (mode & ALL_WRITE) != 0;
    }

    /** Whether others than its owner may write it: in a folder, make and rename what is there. */
    public boolean isWritableByOthers() {
        return isWritableByGroup() || isWritableByAll();
    }

    /** Whether root alone may write it: what is in such a folder, root has made. */
    public boolean isRootsAlone() {
        return isRoots() && !isWritableByOthers();
    }

    /** Whether anybody else may write it: what is in such a folder, anybody may have made. */
    public boolean isForgeable() {
        return !isTrusted() || isWritableByOthers();
    }

    /** Whether in this folder nobody can rename and remove but what is his own. */
    public boolean isSticky() {
        return (mode & STICKY) != 0;
    }

    /** Whether others than its owner have any right to it. */
    public boolean isOpen() {
        return grantsMoreThan(OF_OWNER);
    }

    /** Whether anybody has a right to it that is not in {@code permissions}, such as 0600. */
    public boolean grantsMoreThan(int permissions) {
        return (permissions() & ~permissions) != 0;
    }

    /** All of the mode but the type, as chmod(1) takes it. */
    public int rights() {
        return mode & RIGHTS;
    }

    /** What its owner, its group and everybody may: 0 to 0777. */
    public int permissions() {
        return mode & PERMISSIONS;
    }
}
