package dev.tailrace.face;

import dev.tailrace.access.Access;
import dev.tailrace.hub.Hub;
import dev.tailrace.hub.stream.ClientStreams;
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
    private final CurrentVertxRequest current;

    Clients(Hub hub, CurrentVertxRequest current) {
        this.hub = hub;
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
        return call != null && call.user() instanceof QuarkusHttpUser user
                ? of(user.getSecurityIdentity())
                : Access.EVERYONE;
    }

    /** What the client with that identity may. */
    public Access of(@Nullable SecurityIdentity identity) {
        Access access = identity == null ? null : identity.getAttribute(ACCESS);
        return access == null ? Access.EVERYONE : access;
    }
}
