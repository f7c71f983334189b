package dev.tailrace.face.auth;

import dev.tailrace.access.AccessConfig.Mode;
import dev.tailrace.access.AccessControl;
import dev.tailrace.face.ProblemAnswer;
import dev.tailrace.face.auth.AuthMeters.Cause;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.credential.TokenCredential;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.security.identity.request.TokenAuthenticationRequest;
import io.quarkus.vertx.http.runtime.security.HttpCredentialTransport;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Takes a token from the header {@code Authorization: Bearer TOKEN} (RFC 6750). Whoever sends that
 * header is who it says, or nobody that is answered: a wrong token is never as none. On the
 * connection's event loop.
 */
@Singleton
public final class TokenAuthentication extends ModeAuthentication {
    private static final String SCHEME = "Bearer";

    /** What is asked for (RFC 9110, 11.6.1). */
    static final String CHALLENGE = SCHEME + " realm=\"tailrace\"";

    /** RFC 6750, 3.1: an error only for those that have shown something. */
    private static final String OF_BAD = CHALLENGE + ", error=\"invalid_token\"";

    private final AccessControl control;

    TokenAuthentication(AccessControl control, ProblemAnswer problems, AuthMeters meters) {
        super(problems, meters);
        this.control = control;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(
            RoutingContext call, IdentityProviderManager identities) {
        List<String> headers = call.request().headers().getAll(HttpHeaders.AUTHORIZATION);
        if (!control.hasTokens() || headers.isEmpty()) {
            return Uni.createFrom().nullItem();
        }
        String[] words = headers.getFirst().split(" ", 2);
        if (headers.size() > 1 || words.length < 2 || !words[0].equalsIgnoreCase(SCHEME)) {
            return Uni.createFrom().failure(new AuthenticationFailedException());
        }
        TokenCredential token = new TokenCredential(words[1], SCHEME);
        return identities.authenticate(new TokenAuthenticationRequest(token));
    }

    @Override
    Optional<Challenge> challenge(RoutingContext call) {
        return control.hasTokens() ? Optional.of(ofMode(call)) : Optional.empty();
    }

    private Challenge ofMode(RoutingContext call) {
        String accepted =
                "one header 'Authorization: Bearer TOKEN'; "
                        + (control.mode() == Mode.JWT
                                ? "its issuer makes a token"
                                : "'tailrace token new' makes a token");
        String bad = bad(call);
        return bad == null
                ? new Challenge(
                        CHALLENGE,
                        Cause.MISSING,
                        "This gateway is only for those with a token.",
                        accepted)
                : new Challenge(OF_BAD, Cause.BAD, bad, accepted);
    }

    /** What is wrong with what the client has shown; null if that is nothing. */
    private @Nullable String bad(RoutingContext call) {
        String ofBrowser = BrowserAuthentication.badIn(call);
        if (ofBrowser != null || !call.request().headers().contains(HttpHeaders.AUTHORIZATION)) {
            return ofBrowser;
        }
        return control.mode() == Mode.JWT
                ? "The token is not signed as it must be, expired, or not for this gateway."
                : "The token is unknown, revoked or expired.";
    }

    @Override
    public Set<Class<? extends AuthenticationRequest>> getCredentialTypes() {
        return Set.of(TokenAuthenticationRequest.class);
    }

    @Override
    public Uni<HttpCredentialTransport> getCredentialTransport(RoutingContext call) {
        return Uni.createFrom()
                .item(
                        new HttpCredentialTransport(
                                HttpCredentialTransport.Type.AUTHORIZATION, SCHEME));
    }
}
