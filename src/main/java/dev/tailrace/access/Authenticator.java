package dev.tailrace.access;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Knows in one mode what those may that show something. What is of another mode is nobody's. An
 * access that has expired may be among the answers. Any thread, but for {@link #look} and {@link
 * #close}.
 *
 * <pre>
 *   none   None           every client is EVERYONE
 *   token  ByToken        what the lines of the token's hash grant
 *   proxy  ByProxy        what the lines of the user and the groups grant that one of Proxies names
 *   jwt    SignedTokens   what a token says that is signed with one of the keys
 *   mtls   ByCertificate  what the lines of the first of the Subjects grant that has some
 * </pre>
 */
sealed interface Authenticator permits Authenticator.None, FileAuthenticator, SignedTokens {
    /** What may be done now with what was shown for {@code before}; empty if it is revoked. */
    Optional<Access> current(Access before, Instant now);

    /** What the token may; empty if it is unknown or revoked. */
    default Optional<Access> ofToken(String token, Instant now) {
        return Optional.empty();
    }

    /** The same, after others were asked if that can help; completed on any thread. */
    default CompletionStage<Optional<Access>> askOfToken(String token, InstantSource clock) {
        return CompletableFuture.completedStage(ofToken(token, clock.instant()));
    }

    /**
     * What the certificate may, no longer than the certificate lasts; empty if nothing names it.
     */
    default Optional<Access> ofCertificate(X509Certificate certificate) {
        return Optional.empty();
    }

    /** Whose word about users counts. */
    default Optional<Proxies> proxies() {
        return Optional.empty();
    }

    /** What the user may that one of the {@link #proxies} has named; perhaps nothing. */
    default Access ofUser(String user, List<String> groups, Instant now) {
        return Access.NOBODY;
    }

    /** Whether clients show tokens. */
    default boolean hasTokens() {
        return false;
    }

    /** Looks after what it knows, several times a second; for one thread. */
    default void look() {}

    /** How many of that kind a file grants something. */
    default int granted(Key.Kind kind) {
        return 0;
    }

    /** How many keys there are that tokens may be signed with. */
    default int keys() {
        return 0;
    }

    /** Whether what it knows is not the newest. */
    default boolean isStale() {
        return false;
    }

    /** Looks after it no more. */
    default void close() {}

    /** Where every client is everyone. */
    record None() implements Authenticator {
        @Override
        public Optional<Access> current(Access before, Instant now) {
            return Optional.of(before);
        }
    }
}
