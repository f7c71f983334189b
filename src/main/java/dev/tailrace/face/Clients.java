package dev.tailrace.face;

import dev.tailrace.access.Access;
import dev.tailrace.access.AccessControl;
import dev.tailrace.hub.Hub;
import dev.tailrace.hub.stream.ClientStreams;
import dev.tailrace.model.Refusal.Reason;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/**
 * What the client of a call may. Whatever has found out who that is has left its {@link Access}
 * with the identity. Any thread.
 */
@Singleton
public final class Clients {
    /** The attribute of a {@link SecurityIdentity} that has its {@link Access}. */
    public static final String ACCESS = Access.class.getName();

    private final Hub hub;
    private final AccessControl control;
    private final CurrentVertxRequest current;

    Clients(Hub hub, AccessControl control, CurrentVertxRequest current) {
        this.hub = hub;
        this.control = control;
        this.current = current;
    }

    /** The streams as the client of the call at hand has them. */
    public ClientStreams streams() {
        return hub.streamsOf(access());
    }

    /** What the client of the call at hand may. */
    public Access access() {
        return of(current.getCurrent());
    }

    /** What the client of that call may. */
    public Access of(@Nullable RoutingContext call) {
        return of(
                call != null && call.user() instanceof QuarkusHttpUser user
                        ? user.getSecurityIdentity()
                        : null);
    }

    /** What the client with that identity may. */
    public Access of(@Nullable SecurityIdentity identity) {
        if (control.isForEverybody()) {
            return Access.EVERYONE;
        }
        Access access = identity == null ? null : identity.getAttribute(ACCESS);
        return access == null ? Access.NOBODY : access;
    }

    /** Who may what, for those that are to know when that changes. */
    public AccessControl control() {
        return control;
    }

    /**
     * Looks whether a client's access holds still, after it has taken its time.
     *
     * @throws Refused if it does not
     */
    public void require(Access access) {
        if (!control.holds(access)) {
            throw new Refused(Reason.UNAUTHENTICATED, "The access of this client is over.");
        }
    }
}
