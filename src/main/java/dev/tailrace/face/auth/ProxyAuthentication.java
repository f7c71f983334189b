package dev.tailrace.face.auth;

import dev.tailrace.access.AccessControl;
import dev.tailrace.access.Proxies;
import dev.tailrace.face.OnceAMinute;
import dev.tailrace.face.ProblemAnswer;
import dev.tailrace.face.auth.AuthMeters.Cause;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.Optional;
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
public final class ProxyAuthentication extends ModeAuthentication {
    private static final System.Logger LOG = System.getLogger(ProxyAuthentication.class.getName());

    /** RFC 9110, 15.5.2, wants one: this is for proxies, and no browser asks a person for it. */
    private static final String CHALLENGE = "Proxied realm=\"tailrace\"";

    private final AccessControl control;
    private final OnceAMinute saying = new OnceAMinute();

    ProxyAuthentication(AccessControl control, ProblemAnswer problems, AuthMeters meters) {
        super(problems, meters);
        this.control = control;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(
            RoutingContext call, IdentityProviderManager identities) {
        Proxies proxies = control.proxies().orElse(null);
        if (proxies == null || !UserOfProxy.isNamed(call.request().headers(), proxies)) {
            return Uni.createFrom().nullItem();
        }
        if (!isOfProxy(call, proxies)) {
            say(call);
            return Uni.createFrom().failure(new AuthenticationFailedException());
        }
        return Uni.createFrom()
                .item(UserOfProxy.of(call.request().headers(), proxies))
                .map(user -> user.map(each -> control.ofUser(each.name(), each.groups())))
                .map(ClientIdentity::of);
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
    Optional<Challenge> challenge(RoutingContext call) {
        return control.proxies().map(proxies -> challenge(call, proxies));
    }

    private static Challenge challenge(RoutingContext call, Proxies proxies) {
        boolean named = UserOfProxy.isNamed(call.request().headers(), proxies);
        boolean peer = isOfProxy(call, proxies);
        String why =
                !peer
                        ? "This gateway is only for those that its proxy lets in."
                        : named
                                ? "The proxy does not say who the client is as it must."
                                : "The proxy does not say who the client is.";
        Cause cause = !named ? Cause.MISSING : peer ? Cause.BAD : Cause.PEER;
        return new Challenge(CHALLENGE, cause, why, proxies.accepted());
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
}
