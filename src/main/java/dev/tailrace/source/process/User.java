package dev.tailrace.source.process;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.tailrace.model.OsText;
import dev.tailrace.model.Reasons;
import dev.tailrace.source.CFunction;
import dev.tailrace.source.CString;
import dev.tailrace.source.SourceException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * The user that a command runs as. Any thread.
 *
 * @param groups all of them, the first one included
 * @param environment what a login sets: HOME, USER, LOGNAME; HOME alone for a mere number
 */
public record User(int uid, int gid, List<Integer> groups, Map<String, String> environment) {
    public static final String ACCEPTED = "a user's name, or UID:GID";

    private static final int ROOT = 0;

    private static final Pattern NUMBERS = Pattern.compile("(\\d{1,9}):(\\d{1,9})");

    /** The kernel's limit, NGROUPS_MAX, since 2.6.4. */
    private static final int MOST_GROUPS = 65_536;

    /** struct passwd of 64-bit machines, in glibc and musl: two pointers, uid, gid, gecos, home. */
    private static final long PASSWD_BYTES = 48;

    private static final long PASSWD_UID = 16;
    private static final long PASSWD_GID = 20;
    private static final long PASSWD_HOME = 32;

    /** PATH_MAX. */
    private static final long LONGEST_HOME = 4096;

    private static final CFunction GETPWNAM = CFunction.of("getpwnam");
    private static final CFunction GETGROUPLIST = CFunction.of("getgrouplist");

    public User {
        groups = List.copyOf(groups);
        environment = Map.copyOf(environment);
    }

    /**
     * The user that is called {@code text}, or has these numbers.
     *
     * @throws SourceException if there is none, the message says what is accepted; or if this
     *     process may not start anything as another user
     */
    public static User of(String text) {
        requireRoot(text);
        Matcher numbers = NUMBERS.matcher(text);
        if (numbers.matches()) {
            int gid = Integer.parseInt(numbers.group(2));
            Map<String, String> noHome = Map.of("HOME", "/"); // as Docker has it
            return new User(Integer.parseInt(numbers.group(1)), gid, List.of(gid), noHome);
        }
        return named(text)
                .orElseThrow(() ->
                        new SourceException(
                                "there is no user '" + text + "': accepted is " + ACCEPTED));
    }

    private static void requireRoot(String text) {
        try {
            if (!Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(ROOT)) {
                throw new SourceException(
                        "user '"
                                + text
                                + "': only a gateway that runs as root can start a command as"
                                + " another user");
            }
        } catch (IOException e) {
            throw new SourceException("/proc/self cannot be looked at: " + Reasons.of(e));
        }
    }

    /** getpwnam(3) answers in memory of its own: one at a time. */
    @SuppressWarnings("restricted")
    private static synchronized Optional<User> named(String name) {
        try (Arena memory = Arena.ofConfined()) {
            MemorySegment key = CString.of(memory, name);
            MemorySegment entry = GETPWNAM.callForPointer(key.address(), 0);
            return entry.equals(MemorySegment.NULL)
                    ? Optional.empty()
                    : Optional.of(of(name, key, entry.reinterpret(PASSWD_BYTES)));
        }
    }

    @SuppressWarnings("restricted")
    private static User of(String name, MemorySegment key, MemorySegment entry) {
        int gid = entry.get(JAVA_INT, PASSWD_GID);
        String home = CString.text(entry.get(ADDRESS, PASSWD_HOME), LONGEST_HOME);
        return new User(
                entry.get(JAVA_INT, PASSWD_UID),
                gid,
                groups(key, gid),
                Map.of("HOME", home, "USER", name, "LOGNAME", name));
    }

    private static List<Integer> groups(MemorySegment name, int gid) {
        try (Arena memory = Arena.ofConfined()) {
            MemorySegment groups = memory.allocate(JAVA_INT, MOST_GROUPS);
            MemorySegment count = memory.allocateFrom(JAVA_INT, MOST_GROUPS);
            GETGROUPLIST.call(name.address(), gid, groups.address(), count.address());
            return IntStream.range(0, count.get(JAVA_INT, 0))
                    .mapToObj(i -> groups.getAtIndex(JAVA_INT, i))
                    .toList();
        }
    }

    /**
     * The number of the user that {@code file} belongs to.
     *
     * @throws SourceException if there is no such file
     */
    static int owner(Path file) {
        try {
            return (int) Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS);
        } catch (IOException e) {
            throw new SourceException(
                    "the owner of " + OsText.shown(file) + " is not known: " + Reasons.of(e));
        }
    }

    void own(Path file) {
        try {
            Files.setAttribute(file, "unix:uid", uid);
            Files.setAttribute(file, "unix:gid", gid);
        } catch (IOException e) {
            throw new SourceException(
                    OsText.shown(file) + " cannot be given to user " + uid + ": " + Reasons.of(e));
        }
    }
}
