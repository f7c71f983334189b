package dev.tailrace.log;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

/**
 * Who owns what is at a path, and what others may do with it: inode(7). Immutable.
 *
 * @param owner the owner's name, or the number of one that has no name here
 * @param group the same of the group
 * @param links how many names it has
 */
record FileRights(Path path, int uid, String owner, String group, int mode, int links) {
    private static final int TYPE = 0170000;
    private static final int FOLDER = 0040000;
    private static final int FILE = 0100000;
    private static final int LINK = 0120000;
    private static final int STICKY = 01000;
    private static final int GROUP_WRITES = 020;
    private static final int WORLD_WRITES = 02;
    private static final int OTHERS = 077;
    private static final int SHOWN = 07777;

    private static final int ROOT = 0;
    private static final int USER = user();

    /** Of what is at {@code path}: of a link itself with {@code NOFOLLOW_LINKS}. */
    static FileRights of(Path path, LinkOption... options) throws IOException {
        Map<String, Object> found =
                Files.readAttributes(path, "unix:uid,owner,group,mode,nlink", options);
        return new FileRights(
                path,
                number(found, "uid"),
                String.valueOf(found.get("owner")),
                String.valueOf(found.get("group")),
                number(found, "mode"),
                number(found, "nlink"));
    }

    private static int number(Map<String, Object> found, String name) {
        return (int) Objects.requireNonNull(found.get(name));
    }

    /**
     * The user as which this process makes files: the last of real, effective, saved and file
     * system's. The owner of /proc/self is root if the process may not be dumped.
     */
    private static int user() {
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

    boolean isFolder() {
        return (mode & TYPE) == FOLDER;
    }

    boolean isFile() {
        return (mode & TYPE) == FILE;
    }

    boolean isLink() {
        return (mode & TYPE) == LINK;
    }

    /** Whether it is of the gateway's own user. */
    boolean isOwn() {
        return uid == USER;
    }

    boolean isOwnOrRoots() {
        return isOwn() || uid == ROOT;
    }

    boolean groupWrites() {
        return (mode & GROUP_WRITES) != 0;
    }

    boolean worldWrites() {
        return (mode & WORLD_WRITES) != 0;
    }

    /** Whether in this folder everybody can rename and remove but what is his own. */
    boolean isSticky() {
        return (mode & STICKY) != 0;
    }

    /** Whether others than the owner have any right to it. */
    boolean isOpen() {
        return (mode & OTHERS) != 0;
    }

    /** For people. */
    String shown() {
        return "owner %s, group %s, mode %04o".formatted(owner, group, mode & SHOWN);
    }

    /** As chown(1) takes the gateway's user. */
    static String ownUser() {
        return Integer.toUnsignedString(USER);
    }
}
