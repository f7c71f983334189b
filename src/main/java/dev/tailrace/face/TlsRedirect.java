package dev.tailrace.face;

import dev.tailrace.model.Refusal;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Leads clients of plain HTTP to the port for TLS, by the name that they have used. That has been
 * found to be one of the {@link OwnNames} before. Quarkus' own would lead anybody anywhere: it
 * answers before a request is looked at. On the connection's event loop.
 */
@Singleton
public final class TlsRedirect {
    /** Whether that is wanted. Not for users: they have quarkus.http.insecure-requests. */
    public static final String WANTED = "redirect-to-tls";

    /** After {@link RequestTargets}, and before all that answers. */
    private static final int PRIORITY = 999;

    private static final String PORT = "quarkus.http.ssl-port";
    private static final int MOVED_PERMANENTLY = 301;

    private final boolean wanted;
    private final ProblemAnswer problems;

    TlsRedirect(
            @ConfigProperty(name = WANTED, defaultValue = "false") boolean wanted,
            ProblemAnswer problems) {
        this.wanted = wanted;
        this.problems = problems;
    }

    void redirectAll(@Observes Filters filters) {
        if (wanted) {
            filters.register(this::redirect, PRIORITY);
        }
    }

    private void redirect(RoutingContext call) {
        HttpServerRequest request = call.request();
        if (request.isSSL()) {
            call.next();
            return;
        }
        // The server has put the port that it has where zero was.
        int port = ConfigProvider.getConfig().getValue(PORT, Integer.class);
        String target = target(request.authority(), port, Calls.path(request), request.query());
        if (target == null) {
            problems.send(request.response(), noName());
        } else {
            var _ =
                    request.response()
                            .setStatusCode(MOVED_PERMANENTLY)
                            .putHeader(HttpHeaders.LOCATION, target)
                            .end();
        }
        BodyDrain.drop(request, Calls.eventLoop());
    }

    /** Where the same is over TLS; null if the client has used no name. */
    static @Nullable String target(
            @Nullable HostAndPort asked, int port, String path, @Nullable String query) {
        Authority here = asked == null ? null : Authority.of(asked.toString());
        if (here == null) {
            return null;
        }
        int usual = new Authority(here.host(), Authority.NO_PORT).port("https");
        return "https://"
                + here.host()
                + (port == usual ? "" : ":" + port)
                + path
                + (query == null ? "" : "?" + query);
    }

    private static Refusal noName() {
        return RequestHosts.unreadable("").refusal();
    }
}
