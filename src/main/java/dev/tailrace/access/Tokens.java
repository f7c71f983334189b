package dev.tailrace.access;

import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the file grants. It is looked at several times a second, which costs a system call; to be
 * told of changes (inotify) would miss those of files that are mounted, or swapped behind a link as
 * Kubernetes does. A file that cannot be used changes nothing: what was read before holds.
 *
 * <pre>
 *   READ --changed, and the same again at the next look--> read --usable--> READ
 *                                                            `--not-------> STALE: said once, a gauge
 * </pre>
 *
 * {@link #look} is for one thread, the rest for any.
 */
final class Tokens {
    private static final System.Logger LOG = System.getLogger(Tokens.class.getName());

    private final TokenFile file;
    private volatile TokenTable table;
    private volatile boolean stale;

    /** What the file was when it was read last, whether it could be used or not. */
    private TokenFile.@Nullable State read;

    /** What it was at the last look: one that is being written is another each time. */
    private TokenFile.@Nullable State seen;

    /**
     * Reads the file.
     *
     * @throws AccessException if it cannot be used
     */
    Tokens(Path path) {
        this.file = new TokenFile(path);
        this.read = state();
        this.seen = read;
        this.table = file.read();
    }

    /** Reads the file if it is another now, and is no longer written. */
    void look() {
        TokenFile.State now = state();
        boolean rests = Objects.equals(now, seen);
        seen = now;
        if (rests && !Objects.equals(now, read)) {
            read = now;
            read();
        }
    }

    private TokenFile.@Nullable State state() {
        try {
            return file.state();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "The token file cannot be looked at", e);
            return null;
        }
    }

    private void read() {
        try {
            table = file.read();
            stale = false;
            LOG.log(
                    System.Logger.Level.INFO,
                    "The token file was read again; tokens: {0}, users: {1}, groups: {2}, subjects:"
                            + " {3}.",
                    count(Key.Kind.SHA256),
                    count(Key.Kind.USER),
                    count(Key.Kind.GROUP),
                    count(Key.Kind.SUBJECT));
        } catch (AccessException e) {
            stale = true;
            LOG.log(
                    System.Logger.Level.ERROR,
                    "{0} What it granted before holds until it can be.",
                    e.getMessage());
        }
    }

    /** What the token may; empty if it is none, or not in the file. */
    Optional<Access> find(String token) {
        return Token.isValid(token)
                ? table.find(new Key(Key.Kind.SHA256, Token.hash(token)))
                : Optional.empty();
    }

    /** What the user may that is in these groups: nothing, if the file has none of them. */
    Access findUser(String user, List<String> groups, Instant now) {
        List<Key> keys =
                Stream.concat(
                                Stream.of(new Key(Key.Kind.USER, user)),
                                groups.stream()
                                        .sorted()
                                        .distinct()
                                        .map(group -> new Key(Key.Kind.GROUP, group)))
                        .toList();
        return table.findAll(user, keys, now);
    }

    /** What the certificate may: what the first of its names may that has a line. */
    Optional<Access> findCertificate(X509Certificate certificate) {
        return Subjects.of(certificate).stream()
                .flatMap(name -> table.find(name).stream())
                .findFirst()
                .map(access -> access.until(certificate.getNotAfter().toInstant()));
    }

    /** What may now what {@code before} was found for; a certificate no longer than then. */
    Optional<Access> current(Access before, Instant now) {
        List<Key> shown = Key.list(before.credential());
        if (shown.stream().anyMatch(key -> key.kind() == Key.Kind.SUBJECT)) {
            return table.find(shown.getFirst()).map(access -> access.until(before.expires()));
        }
        return shown.stream().anyMatch(key -> key.kind() == Key.Kind.USER)
                ? Optional.of(table.findAll(before.principal(), shown, now))
                : shown.stream().findFirst().flatMap(table::find);
    }

    /** How many there are of that kind. */
    int count(Key.Kind kind) {
        return table.count(kind);
    }

    /** Whether the file is not what holds. */
    boolean isStale() {
        return stale;
    }
}
