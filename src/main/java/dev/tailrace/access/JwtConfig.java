package dev.tailrace.access;

import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** {@code tailrace.auth.jwt}: tokens that somebody else has signed (RFC 7519). */
public interface JwtConfig {
    /** Who signs them: what {@code iss} says. */
    Optional<String> issuer();

    /** For whom they are: one of those that {@code aud} names. */
    Optional<String> audience();

    /** The public key in PEM, or keys as a JWK set (RFC 7517). */
    Optional<Path> keyFile();

    /** Where the JWK set is; without this and a file the issuer is asked (OpenID discovery). */
    Optional<String> jwks();

    /**
     * How long the issuer may take to give its keys, with what it is asked before. Bearers of
     * tokens of a new key wait meanwhile, as does a start.
     */
    @WithDefault("5s")
    Duration timeout();

    /** With what they are signed: what every provider has, and what new ones have. */
    @WithDefault("RS256,ES256")
    List<String> algorithms();

    /** The claim that says what its bearer may. */
    @WithDefault("tailrace")
    String claim();
}
