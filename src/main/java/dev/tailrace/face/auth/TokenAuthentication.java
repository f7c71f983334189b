package dev.tailrace.face.auth;

import dev.tailrace.access.AccessConfig.Mode;
import dev.tailrace.access.AccessControl;
import dev.tailrace.face.BodyDrain;
import dev.tailrace.face.Calls;
import dev.tailrace.face.ProblemAnswer;
import dev.tailrace.model.Refusal;
import dev.tailrace.model.Refusal.Reason;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.credential.TokenCredential;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.security.identity.request.TokenAuthenticationRequest;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.quarkus.vertx.http.runtime.security.HttpCredentialTransport;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Takes a token from the header {@code Authorization: Bearer TOKEN} (RFC 6750). Whoever sends that
 * header is who it says, or nobody that is answered: a wrong token is never as none. On the
 * connection's event loop.
 */
@Singleton
public final class TokenAuthentication implements HttpAuthenticationMechanism {
    private static final String SCHEME = "Bearer";

    /** What is asked for (RFC 9110, 11.6.1). */
    static final String CHALLENGE = SCHEME + " realm=\"tailrace\"";

    /** RFC 6750, 3.1: an error only for those that have shown something. */
    private static final String OF_BAD = CHALLENGE + ", error=\"invalid_token\"";

    private static final Set<Mode> MODES = Set.of(Mode.TOKEN, Mode.JWT);

    private final AccessControl control;
    private final ProblemAnswer problems;
    private final AuthMeters meters;

    TokenAuthentication(AccessControl control, ProblemAnswer problems, AuthMeters meters) {
        this.control = control;
        this.problems = problems;
        this.meters = meters;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(
            RoutingContext call, IdentityProviderManager identities) {
        List<String> headers = call.request().headers().getAll(HttpHeaders.AUTHORIZATION);
        if (!MODES.contains(control.mode()) || headers.isEmpty()) {
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
    public Uni<Boolean> sendChallenge(RoutingContext call) {
        if (!MODES.contains(control.mode())) {
            return Uni.createFrom().item(false);
        }
        String bad = bad(call);
        meters.refused(bad != null);
        call.response().putHeader(HttpHeaderNames.WWW_AUTHENTICATE, challenge(call));
        problems.send(
                call.response(),
                new Refusal(
                        Reason.UNAUTHENTICATED,
                        bad == null ? "This gateway is only for those with a token." : bad,
                        Refusal.Facts.ofAccepted(
                                "one header 'Authorization: Bearer TOKEN'; "
                                        + (control.mode() == Mode.JWT
                                                ? "its issuer makes a token"
                                                : "'tailrace token new' makes a token"))));
        BodyDrain.drop(call.request(), Calls.eventLoop());
        return Uni.createFrom().item(true);
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

    private String challenge(RoutingContext call) {
        return bad(call) != null ? OF_BAD : CHALLENGE;
    }

    @Override
    public Uni<ChallengeData> getChallenge(RoutingContext call) {
        return Uni.createFrom()
                .item(
                        new ChallengeData(
                                HttpResponseStatus.UNAUTHORIZED.code(),
                                HttpHeaderNames.WWW_AUTHENTICATE,
                                challenge(call)));
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
