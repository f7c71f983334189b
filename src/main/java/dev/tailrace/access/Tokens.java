package dev.tailrace.access;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What the token file grants. {@link #look} is for one thread, the rest for any. */
final class Tokens {
    private final Reloaded<TokenTable> file;

    /**
     * Reads the file.
     *
     * @throws AccessException if it cannot be used
     */
    Tokens(Path path) {
        file =
                new Reloaded<>(
                        new OwnFile(path, "token file", OwnFile.Guard.SECRET), TokenTable::parse);
    }

    /** Reads the file if it is another now, and is no longer written. */
    void look() {
        file.look();
    }

    /** What the token may; empty if it is none, or not in the file. */
    Optional<Access> find(String token) {
        return Token.isValid(token)
                ? file.value().find(new Key(Key.Kind.SHA256, Token.hash(token)))
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
        return file.value().findAll(user, keys, now);
    }

    /** What the certificate may: what the first of its names may that has a line. */
    Optional<Access> findCertificate(X509Certificate certificate) {
        return Subjects.of(certificate).stream()
                .flatMap(name -> file.value().find(name).stream())
                .findFirst()
                .map(access -> access.until(certificate.getNotAfter().toInstant()));
    }

    /** What may now what {@code before} was found for; a certificate no longer than then. */
    Optional<Access> current(Access before, Instant now) {
        String shown = before.credential();
        if (Key.Kind.SUBJECT.isOf(shown)) {
            return file.value().find(shown).map(access -> access.until(before.expires()));
        }
        return Key.Kind.USER.isOf(shown)
                ? Optional.of(file.value().findAll(before.principal(), shown, now))
                : file.value().find(shown);
    }

    /** How many there are of that kind. */
    int count(Key.Kind kind) {
        return file.value().count(kind);
    }

    /** Whether the file is not what holds. */
    boolean isStale() {
        return file.isStale();
    }
}
