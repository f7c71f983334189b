package dev.tailrace.face.auth;

import dev.tailrace.access.Access;
import dev.tailrace.access.AccessControl;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.security.identity.request.TokenAuthenticationRequest;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Knows a browser by what it shows: the cookie of its session. A header {@code Authorization} is
 * shown on purpose, and a cookie by itself, so that next to the one the other is not looked at. On
 * the connection's event loop.
 */
@Singleton
public final class BrowserAuthentication implements HttpAuthenticationMechanism {
    /** Before those that look at headers, which leave to it what is without one. */
    private static final int PRIORITY = DEFAULT_PRIORITY + 1;

    /** The attribute of an identity that a browser has shown by itself. */
    private static final String BY_ITSELF = BrowserAuthentication.class.getName();

    /** Of a call, what it has shown that does not hold. */
    private static final String BAD = BY_ITSELF + ".bad";

    private final AccessControl control;

    BrowserAuthentication(AccessControl control) {
        this.control = control;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(
            RoutingContext call, IdentityProviderManager identities) {
        String id = control.isForEverybody() ? null : idIn(call.request());
        return id == null ? Uni.createFrom().nullItem() : ofSession(call, id);
    }

    /** The id of the session that the request is of; null if it is of none. */
    static @Nullable String idIn(HttpServerRequest request) {
        return request.headers().contains(HttpHeaders.AUTHORIZATION)
                ? null
                : BrowserCookie.idIn(request);
    }

    /** One that is over is as none: the page with the login is for that browser, too. */
    private Uni<SecurityIdentity> ofSession(RoutingContext call, String id) {
        Optional<Access> access = control.ofSession(id);
        if (access.isEmpty()) {
            call.put(BAD, true);
            return Uni.createFrom().nullItem();
        }
        return Uni.createFrom().item(TokenIdentities.identity(access.get(), BY_ITSELF));
    }

    /** Whether the client has shown something that does not hold. */
    static boolean isBad(RoutingContext call) {
        return call.get(BAD) != null;
    }

    /** Whether a browser has shown what makes the client this one, asked or not. */
    static boolean isByItself(@Nullable SecurityIdentity client) {
        return client != null && client.getAttribute(BY_ITSELF) != null;
    }

    @Override
    public int getPriority() {
        return PRIORITY;
    }

    /** {@link TokenAuthentication} does. */
    @Override
    public Uni<Boolean> sendChallenge(RoutingContext call) {
        return Uni.createFrom().item(false);
    }

    @Override
    public Uni<ChallengeData> getChallenge(RoutingContext call) {
        return Uni.createFrom().nullItem();
    }

    @Override
    public Set<Class<? extends AuthenticationRequest>> getCredentialTypes() {
        return Set.of(TokenAuthenticationRequest.class);
    }
}
