package dev.tailrace.access;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Tokens that somebody else has signed, and the keys by which they are known. Any thread. */
record SignedTokens(Jwts jwts, KeySource source) {
    /**
     * As configured.
     *
     * @throws AccessException if something is missing or cannot be used
     */
    static SignedTokens of(JwtConfig config, InstantSource clock) {
        JwtRules rules = JwtRules.of(config);
        if (config.keyFile().isPresent() && config.jwks().isPresent()) {
            throw new AccessException(
                    "tailrace.auth.jwt.key-file and tailrace.auth.jwt.jwks are both there; accepted"
                            + " is one of them, or none to ask the issuer.");
        }
        KeySource source =
                config.keyFile().isPresent()
                        ? KeySource.OfFile.at(config.keyFile().get())
                        : new KeyProvider(rules.issuer(), config.jwks().orElse(null), clock);
        return new SignedTokens(new Jwts(rules), source);
    }

    /** What the token's bearer may now, by the keys at hand. */
    Optional<Access> find(String token, Instant now) {
        return jwts.find(token, source.keys(), now).access();
    }

    /** The same, after newer keys were asked for if it is signed by none of those at hand. */
    CompletionStage<Optional<Access>> ask(String token, Supplier<Instant> clock) {
        Jwts.Found found = jwts.find(token, source.keys(), clock.get());
        return found.isOfUnknownKey()
                ? source.renewed().thenApply(_ -> find(token, clock.get()))
                : CompletableFuture.completedStage(found.access());
    }

    /** The same access, as long as there is the key that it was signed with. */
    Optional<Access> current(Access before) {
        return source.keys().prints().contains(before.credential())
                ? Optional.of(before)
                : Optional.empty();
    }
}
