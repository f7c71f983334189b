package dev.tailrace.face;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Which page of a browser has sent a request, by its header Origin (RFC 6454). */
public final class PageOrigin {
    private PageOrigin() {}

    /** Whether it is a page that does not come from here: whose host and port are others. */
    public static boolean isForeign(HttpServerRequest request) {
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        if (origin == null) {
            return false;
        }
        String authority = authority(origin);
        return authority == null || !authority.equalsIgnoreCase(host(request));
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
