package dev.tailrace.access;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Knows what the lines of the token file grant, in each mode to those that have its keys. */
sealed interface FileAuthenticator extends Authenticator {
    /** What the file says. */
    Reloaded<GrantTable> file();

    /**
     * The file that is configured.
     *
     * @param of what it is, for people
     * @throws AccessException if it is missing or cannot be used
     */
    static Reloaded<GrantTable> file(AccessConfig config, String of) {
        return file(
                config.tokenFile()
                        .orElseThrow(() ->
                                new AccessException(
                                        "tailrace.auth.mode is "
                                                + config.mode().text()
                                                + ", and tailrace.auth.token-file is missing:"
                                                + " accepted is the path of a file, "
                                                + of
                                                + ".")));
    }

    /**
     * The file there.
     *
     * @throws AccessException if it cannot be used
     */
    static Reloaded<GrantTable> file(Path path) {
        return new Reloaded<>(
                new OwnFile(path, "token file", OwnFile.Guard.SECRET), GrantTable::parse);
    }

    @Override
    default Optional<Access> current(Access before, Instant now) {
        return file().value().find(before.credential());
    }

    @Override
    default void look() {
        file().look();
    }

    @Override
    default int granted(Key.Kind kind) {
        return file().value().count(kind);
    }

    @Override
    default boolean isStale() {
        return file().isStale();
    }

    /** By a token that the client has: its hash has lines. */
    record ByToken(Reloaded<GrantTable> file) implements FileAuthenticator {
        @Override
        public boolean hasTokens() {
            return true;
        }

        @Override
        public Optional<Access> ofToken(String token, Instant now) {
            return Token.isValid(token)
                    ? file.value().find(new Key(Key.Kind.SHA256, Token.hash(token)))
                    : Optional.empty();
        }
    }

    /** By what a proxy says: a user and groups, of which each may have lines. */
    record ByProxy(Proxies trusted, Reloaded<GrantTable> file) implements FileAuthenticator {
        @Override
        public Optional<Proxies> proxies() {
            return Optional.of(trusted);
        }

        @Override
        public Access ofUser(String user, List<String> groups, Instant now) {
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

        /** A user without lines is let in all the same. */
        @Override
        public Optional<Access> current(Access before, Instant now) {
            return Key.Kind.USER.isOf(before.credential())
                    ? Optional.of(
                            file.value().findAll(before.principal(), before.credential(), now))
                    : Optional.empty();
        }
    }

    /** By a certificate: the first of its names that has lines counts, and no other. */
    record ByCertificate(Reloaded<GrantTable> file) implements FileAuthenticator {
        @Override
        public Optional<Access> ofCertificate(X509Certificate certificate) {
            return Subjects.of(certificate).stream()
                    .flatMap(name -> file.value().find(name).stream())
                    .findFirst()
                    .map(access -> access.until(certificate.getNotAfter().toInstant()));
        }

        /** The certificate may end before the lines do. */
        @Override
        public Optional<Access> current(Access before, Instant now) {
            return FileAuthenticator.super
                    .current(before, now)
                    .map(access -> access.until(before.expires()));
        }
    }
}
