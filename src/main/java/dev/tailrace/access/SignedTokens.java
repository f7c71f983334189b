package dev.tailrace.access;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Tokens that somebody else has signed, and the keys by which they are known. Any thread. */
record SignedTokens(Jwts jwts, KeySource source) implements Authenticator {
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
                        : new KeyProvider(
                                rules.issuer(),
                                config.jwks().orElse(null),
                                clock,
                                config.timeout());
        return new SignedTokens(new Jwts(rules), source);
    }

    @Override
    public boolean hasTokens() {
        return true;
    }

    /** By the keys at hand. */
    @Override
    public Optional<Access> ofToken(String token, Instant now) {
        return jwts.find(token, source.keys(), now).access();
    }

    /** After newer keys were asked for, if the token is signed by none of those at hand. */
    @Override
    public CompletionStage<Optional<Access>> askOfToken(String token, InstantSource clock) {
        Jwts.Found found = jwts.find(token, source.keys(), clock.instant());
        return found.isOfUnknownKey()
                ? source.renewed().thenApply(_ -> ofToken(token, clock.instant()))
                : CompletableFuture.completedStage(found.access());
    }

    /** The same access, as long as there is the key that it was signed with. */
    @Override
    public Optional<Access> current(Access before, Instant now) {
        return source.keys().prints().contains(before.credential())
                ? Optional.of(before)
                : Optional.empty();
    }

    @Override
    public void look() {
        source.look();
    }

    @Override
    public int keys() {
        return source.keys().all().size();
    }

    @Override
    public boolean isStale() {
        return source.isStale();
    }

    @Override
    public void close() {
        source.close();
    }
}
