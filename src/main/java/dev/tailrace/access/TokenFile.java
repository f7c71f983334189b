package dev.tailrace.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tailrace.model.OsText;
import dev.tailrace.model.Ownership;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The file that tokens are kept in, as hashes. Whoever can write it can give himself rights, so it
 * is read only if nobody can but its owner, who is the gateway's user, or root. Root may let a
 * group read it: that is how Kubernetes mounts a secret for a container that is not root's.
 */
record TokenFile(Path path) {
    /** Thousands of lines; what is larger is no token file. */
    static final long MAX_BYTES = 1 << 20;

    static final String PRIVATE = "a file of the gateway's user or of root with the mode 0600";

    private static final int OF_USER = 0600;
    private static final int OF_ROOT = 0640;

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
     * Reads it.
     *
     * @throws AccessException if it is not there, not private, too large, or not as it must be; the
     *     message names it, and has no part of it
     */
    TokenTable read() {
        try {
            State before = state();
            requirePrivate();
            List<String> lines = Files.readAllLines(path, UTF_8);
            if (before == null || !before.equals(state())) {
                throw refused("it changes while it is read");
            }
            return TokenTable.parse(lines);
        } catch (NoSuchFileException _) {
            throw refused("there is no such file; 'tailrace token new' makes it");
        } catch (CharacterCodingException _) {
            throw refused("it is not UTF-8");
        } catch (IOException e) {
            throw refused(String.valueOf(e.getMessage()));
        } catch (IllegalArgumentException e) {
            throw refused(String.valueOf(e.getMessage()));
        }
    }

    private void requirePrivate() throws IOException {
        Ownership its = Ownership.of(path);
        if (!its.isFile() || Files.size(path) > MAX_BYTES) {
            throw refused("it is no file of up to " + MAX_BYTES + " bytes");
        }
        if (!its.isTrusted()) {
            throw refused("it is of the user " + its.uid() + "; accepted is " + PRIVATE);
        }
        if (its.grantsMoreThan(its.isRoots() ? OF_ROOT : OF_USER)) {
            throw refused(
                    "its mode is "
                            + Integer.toOctalString(its.permissions())
                            + "; accepted is "
                            + PRIVATE);
        }
    }

    private AccessException refused(String why) {
        return new AccessException(
                "The token file " + OsText.shown(path) + " cannot be used: " + why + ".");
    }
}
