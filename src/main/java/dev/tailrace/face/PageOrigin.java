package dev.tailrace.face;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import jakarta.inject.Singleton;
import java.net.URI;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * From which site the page comes that sends a request. Browsers let every page open WebSockets and
 * send text anywhere, but say whose page it is (RFC 6454); other clients say nothing. Any thread.
 */
@Singleton
public final class PageOrigin {
    /** Where CORS is configured, its filter has let the page in. */
    private final boolean corsDecides;

    PageOrigin(
            @ConfigProperty(name = "quarkus.http.cors.enabled", defaultValue = "false")
                    boolean corsDecides) {
        this.corsDecides = corsDecides;
    }

    /**
     * The origin of a page of another site; null if it is let in, the gateway's own, or no page.
     */
    public @Nullable String foreign(HttpServerRequest request) {
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        return corsDecides || origin == null || isOwn(origin, request) ? null : origin;
    }

    /** Whether the page comes from here: its origin has this request's host and port. */
    private static boolean isOwn(String origin, HttpServerRequest request) {
        String authority = authority(origin);
        return authority != null && authority.equalsIgnoreCase(host(request));
    }

    /** HTTP/2 has it as a pseudo-header. */
    private static @Nullable String host(HttpServerRequest request) {
        String host = request.getHeader(HttpHeaders.HOST);
        HostAndPort authority = request.authority();
        return host == null && authority != null ? authority.toString() : host;
    }

    private static @Nullable String authority(String origin) {
        try {
            return URI.create(origin).getRawAuthority();
        } catch (IllegalArgumentException _) {
            return null;
        }
    }
}
