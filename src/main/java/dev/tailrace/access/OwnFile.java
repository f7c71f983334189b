package dev.tailrace.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tailrace.model.OsText;
import dev.tailrace.model.Ownership;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A file that says who may do what. Whoever can write it can give himself rights, so it is read
 * only if nobody can but its owner, who is the gateway's user, or root.
 *
 * @param what it is, for people
 * @param guard who else may read it
 */
record OwnFile(Path path, String what, Guard guard) {
    /** Thousands of lines; what is larger is no such file. */
    static final long MAX_BYTES = 1 << 20;

    /** Whom a file is kept from. */
    enum Guard {
        /**
         * Nobody else reads it. Root may let a group: that is how Kubernetes mounts a secret for a
         * container that is not root's.
         */
        SECRET(0600, 0640, "a file of the gateway's user or of root with the mode 0600"),
        /** Nobody else writes it. */
        PUBLIC(
                0644,
                0644,
                "a file of the gateway's user or of root that nobody else can write, such as one with the mode 0644");

        private final int ofUser;
        private final int ofRoot;
        private final String accepted;

        Guard(int ofUser, int ofRoot, String accepted) {
            this.ofUser = ofUser;
            this.ofRoot = ofRoot;
            this.accepted = accepted;
        }
    }

    /** Tells one state of the file from another, without reading it. */
    record State(@Nullable Object file, Object changed, Object size) {}

    /**
     * Its state now; null if there is none.
     *
     * @throws IOException if that cannot be known
     */
    @Nullable State state() throws IOException {
        try {
            Map<String, Object> of = Files.readAttributes(path, "unix:fileKey,ctime,size");
            return new State(of.get("fileKey"), needed(of, "ctime"), needed(of, "size"));
        } catch (NoSuchFileException _) {
            return null;
        }
    }

    private static Object needed(Map<String, Object> attributes, String name) {
        return Objects.requireNonNull(attributes.get(name), name);
    }

    /**
     * Its lines.
     *
     * @throws AccessException if it is not there, not guarded, too large, or no text; the message
     *     names it, and has no part of it
     */
    List<String> read() {
        try {
            State before = state();
            requireGuarded();
            List<String> lines = Files.readAllLines(path, UTF_8);
            if (before == null || !before.equals(state())) {
                throw refused("it changes while it is read");
            }
            return lines;
        } catch (NoSuchFileException _) {
            throw refused("there is no such file");
        } catch (CharacterCodingException _) {
            throw refused("it is not UTF-8");
        } catch (IOException e) {
            throw refused(String.valueOf(e.getMessage()));
        }
    }

    private void requireGuarded() throws IOException {
        Ownership name = Ownership.of(path, LinkOption.NOFOLLOW_LINKS);
        if (!name.isTrusted()) {
            throw refused(
                    "it is a link of the user " + name.uid() + "; accepted is " + guard.accepted);
        }
        Ownership its = Ownership.of(path);
        if (!its.isFile() || Files.size(path) > MAX_BYTES) {
            throw refused("it is no file of up to " + MAX_BYTES + " bytes");
        }
        if (!its.isTrusted()) {
            throw refused("it is of the user " + its.uid() + "; accepted is " + guard.accepted);
        }
        if (its.grantsMoreThan(its.isRoots() ? guard.ofRoot : guard.ofUser)) {
            throw refused(
                    "its mode is "
                            + Integer.toOctalString(its.permissions())
                            + "; accepted is "
                            + guard.accepted);
        }
    }

    AccessException refused(String why) {
        return new AccessException(
                "The " + what + " " + OsText.shown(path) + " cannot be used: " + why + ".");
    }
}
