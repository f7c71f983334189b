package dev.tailrace.access;

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a file says. It is looked at several times a second, which costs a system call; to be told
 * of changes (inotify) would miss those of files that are mounted, or swapped behind a link as
 * Kubernetes does. A file that cannot be used changes nothing: what was read before holds.
 *
 * <pre>
 *   READ --changed, and the same again at the next look--> read --usable--> READ
 *                                                            `--not-------> STALE: said once, a gauge
 * </pre>
 *
 * {@link #look} is for one thread, the rest for any.
 *
 * @param <T> what is made of its lines; as text it is for people, and no secret
 */
final class Reloaded<T> {
    private static final System.Logger LOG = System.getLogger(Reloaded.class.getName());

    private final OwnFile file;
    private final Function<List<String>, T> parse;
    private volatile T value;
    private volatile boolean stale;

    /** What the file was when it was read last, whether it could be used or not. */
    private OwnFile.@Nullable State read;

    /** What it was at the last look: one that is being written is another each time. */
    private OwnFile.@Nullable State seen;

    /**
     * Reads the file.
     *
     * @param parse makes something of the lines, or throws an {@link IllegalArgumentException}
     *     whose message says why not, and shows nothing of them
     * @throws AccessException if it cannot be used
     */
    Reloaded(OwnFile file, Function<List<String>, T> parse) {
        this.file = file;
        this.parse = parse;
        this.read = state();
        this.seen = read;
        this.value = parsed();
    }

    private T parsed() {
        List<String> lines = file.read();
        try {
            return parse.apply(lines);
        } catch (IllegalArgumentException e) {
            throw file.refused(String.valueOf(e.getMessage()));
        }
    }

    /** Reads the file if it is another now, and is no longer written. */
    void look() {
        OwnFile.State now = state();
        boolean rests = Objects.equals(now, seen);
        seen = now;
        if (rests && !Objects.equals(now, read)) {
            read = now;
            readAgain();
        }
    }

    private OwnFile.@Nullable State state() {
        try {
            return file.state();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "The " + file.what() + " cannot be looked at", e);
            return null;
        }
    }

    private void readAgain() {
        try {
            value = parsed();
            stale = false;
            LOG.log(System.Logger.Level.INFO, "The {0} was read again; {1}.", file.what(), value);
        } catch (AccessException e) {
            stale = true;
            LOG.log(
                    System.Logger.Level.ERROR,
                    "{0} What it said before holds until it can be.",
                    e.getMessage());
        }
    }

    /** What it says. */
    T value() {
        return value;
    }

    /** Whether the file is not what holds. */
    boolean isStale() {
        return stale;
    }
}
