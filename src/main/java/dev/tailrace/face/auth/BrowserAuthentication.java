package dev.tailrace.face.auth;

import dev.tailrace.access.Access;
import dev.tailrace.access.AccessControl;
import dev.tailrace.access.Tickets;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Knows a browser by what it shows: the cookie of its session, or a ticket. A header {@code
 * Authorization} is shown on purpose, and a cookie by itself, so that next to the one the other is
 * not looked at. A ticket is shown on purpose as well: it goes before a cookie, and not together
 * with a header. On the connection's event loop.
 *
 * <pre>
 *   ticket, and a header or another ticket  --> 401; the ticket is used
 *   ticket                                  --> taken: what it was issued for, else 401
 *   header                                  --> others
 *   cookie of a session                     --> what its token may, else as none
 * </pre>
 */
@Singleton
public final class BrowserAuthentication implements HttpAuthenticationMechanism {
    /** Before those that look at headers, which leave to it what is without one. */
    private static final int PRIORITY = DEFAULT_PRIORITY + 1;

    /** The attribute of an identity that a browser has shown by itself. */
    private static final String BY_ITSELF = BrowserAuthentication.class.getName();

    /** Of a call, what it has shown that does not hold. */
    private static final String BAD = BY_ITSELF + ".bad";

    private static final String BAD_SESSION = "The session of this browser is over.";
    private static final String NO_TICKET =
            "The ticket is used, older than 30 seconds, of a token or a session that has ended, or"
                    + " not of this gateway.";
    private static final String TICKET_OF_OTHERS = "The ticket is for pages of another origin.";
    private static final String TICKET_BESIDE =
            "A ticket is to be shown alone: without 'Authorization', and without another ticket.";

    private final AccessControl control;

    BrowserAuthentication(AccessControl control) {
        this.control = control;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(
            RoutingContext call, IdentityProviderManager identities) {
        List<String> tickets = control.hasTokens() ? ShownTickets.in(call.request()) : List.of();
        if (!tickets.isEmpty()) {
            return ofTicket(call, tickets);
        }
        String id = control.isForEverybody() ? null : idIn(call.request());
        return id == null ? Uni.createFrom().nullItem() : ofSession(call, id);
    }

    /** All that are shown are used then, whatever comes of it: others may have seen them. */
    private Uni<SecurityIdentity> ofTicket(RoutingContext call, List<String> tickets) {
        HttpServerRequest request = call.request();
        List<Optional<Tickets.Taken>> taken = tickets.stream().map(control::takeTicket).toList();
        String bad = null;
        if (taken.size() > 1 || request.headers().contains(HttpHeaders.AUTHORIZATION)) {
            bad = TICKET_BESIDE;
        } else if (taken.getFirst().isEmpty()) {
            bad = NO_TICKET;
        } else if (!taken.getFirst().get().pages().takes(request.getHeader(HttpHeaders.ORIGIN))) {
            bad = TICKET_OF_OTHERS;
        }
        if (bad != null) {
            call.put(BAD, bad);
            return Uni.createFrom().failure(new AuthenticationFailedException());
        }
        return Uni.createFrom().item(ClientIdentity.of(taken.getFirst().get().access()));
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
            call.put(BAD, BAD_SESSION);
            return Uni.createFrom().nullItem();
        }
        return Uni.createFrom().item(ClientIdentity.of(access.get(), BY_ITSELF));
    }

    /** What the client has shown that does not hold, as a sentence; null if it has not. */
    static @Nullable String badIn(RoutingContext call) {
        return call.get(BAD);
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
}
