package dev.tailrace.face.auth;

import dev.tailrace.access.AccessControl;
import dev.tailrace.access.Proxies;
import dev.tailrace.face.BodyDrain;
import dev.tailrace.face.Calls;
import dev.tailrace.face.OnceAMinute;
import dev.tailrace.face.ProblemAnswer;
import dev.tailrace.model.Refusal;
import dev.tailrace.model.Refusal.Reason;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Takes the word of {@link Proxies} for who a client is, and nobody else's: who says that from
 * another address is refused, and never as one that says nothing. On the connection's event loop.
 *
 * <pre>
 *   neither header                --> nobody
 *   another peer than the proxies --> 401 (peer)
 *   no UserOfProxy                --> 401 (bad)
 *   else                          --> the user
 * </pre>
 */
@Singleton
public final class ProxyAuthentication implements HttpAuthenticationMechanism {
    private static final System.Logger LOG = System.getLogger(ProxyAuthentication.class.getName());

    /** RFC 9110, 15.5.2, wants one: this is for proxies, and no browser asks a person for it. */
    private static final String CHALLENGE = "Proxied realm=\"tailrace\"";

    private final AccessControl control;
    private final ProblemAnswer problems;
    private final AuthMeters meters;
    private final OnceAMinute saying = new OnceAMinute();

    ProxyAuthentication(AccessControl control, ProblemAnswer problems, AuthMeters meters) {
        this.control = control;
        this.problems = problems;
        this.meters = meters;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(
            RoutingContext call, IdentityProviderManager identities) {
        Proxies proxies = control.proxies().orElse(null);
        if (proxies == null || !UserOfProxy.isNamed(call.request().headers(), proxies)) {
            return Uni.createFrom().nullItem();
        }
        Optional<UserOfProxy> user =
                isOfProxy(call, proxies)
                        ? UserOfProxy.of(call.request().headers(), proxies)
                        : Optional.empty();
        return user.map(each -> control.ofUser(each.name(), each.groups()))
                .map(access -> Uni.createFrom().item(TokenIdentities.identity(access)))
                .orElseGet(() -> Uni.createFrom().failure(new AuthenticationFailedException()));
    }

    /** Who has connected, whatever that one says of others (in headers, or as HAProxy does). */
    private static boolean isOfProxy(RoutingContext call, Proxies proxies) {
        String address = peer(call);
        return address != null && proxies.have(address);
    }

    /** Without one is who comes through a socket of the file system. */
    private static @Nullable String peer(RoutingContext call) {
        return call.request().connection().remoteAddress(true).hostAddress();
    }

    @Override
    public Uni<Boolean> sendChallenge(RoutingContext call) {
        Proxies proxies = control.proxies().orElse(null);
        if (proxies == null) {
            return Uni.createFrom().item(false);
        }
        call.response().putHeader(HttpHeaderNames.WWW_AUTHENTICATE, CHALLENGE);
        problems.send(call.response(), refusal(call, proxies));
        BodyDrain.drop(call.request(), Calls.eventLoop());
        return Uni.createFrom().item(true);
    }

    private Refusal refusal(RoutingContext call, Proxies proxies) {
        boolean named = UserOfProxy.isNamed(call.request().headers(), proxies);
        boolean peer = isOfProxy(call, proxies);
        if (named && !peer) {
            meters.refusedPeer();
            say(call);
        } else {
            meters.refused(named);
        }
        return new Refusal(
                Reason.UNAUTHENTICATED,
                !peer
                        ? "This gateway is only for those that its proxy lets in."
                        : named
                                ? "The proxy does not say who the client is as it must."
                                : "The proxy does not say who the client is.",
                Refusal.Facts.ofAccepted(proxies.accepted()));
    }

    /** Who has put a proxy before the gateway looks here when it does not work. */
    private void say(RoutingContext call) {
        if (saying.isDue()) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "Requests from {0} that say who the client is are refused (401):"
                            + " tailrace.auth.proxy.from does not have that address.",
                    peer(call));
        }
    }

    @Override
    public Uni<ChallengeData> getChallenge(RoutingContext call) {
        return Uni.createFrom()
                .item(
                        new ChallengeData(
                                HttpResponseStatus.UNAUTHORIZED.code(),
                                HttpHeaderNames.WWW_AUTHENTICATE,
                                CHALLENGE));
    }

    @Override
    public Set<Class<? extends AuthenticationRequest>> getCredentialTypes() {
        return Set.of();
    }
}
