package dev.tailrace.face.auth;

import io.netty.handler.codec.http.cookie.Cookie;
import io.netty.handler.codec.http.cookie.CookieHeaderNames.SameSite;
import io.netty.handler.codec.http.cookie.DefaultCookie;
import io.netty.handler.codec.http.cookie.ServerCookieDecoder;
import io.netty.handler.codec.http.cookie.ServerCookieEncoder;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The cookie that has the id of a browser's session (RFC 6265bis). No script reads it, and a
 * browser sends it with requests of the gateway's own pages alone.
 *
 * <pre>
 *   over TLS, here or at a proxy  __Host-tailrace   Secure: no other host, nor plain HTTP, can set it
 *   plain HTTP, of a loopback     tailrace-PORT     Secure is impossible; cookies do not know ports
 *   plain HTTP, of another host   none              everybody on the way could read it
 * </pre>
 */
record BrowserCookie(String name, boolean isSecure) {
    static final BrowserCookie OF_TLS = new BrowserCookie("__Host-tailrace", true);
    private static final int HTTP = 80;

    /**
     * The one to be set for a client that is asked by that request; null if there is none.
     *
     * @param overTls whether a browser has TLS, here or as far as a proxy
     */
    static @Nullable BrowserCookie of(HttpServerRequest request, boolean overTls) {
        return overTls ? OF_TLS : ofLoopback(request);
    }

    private static @Nullable BrowserCookie ofLoopback(HttpServerRequest request) {
        HostAndPort asked = request.authority();
        if (asked == null || !isLoopback(asked.host())) {
            return null;
        }
        int port = asked.port() > 0 ? asked.port() : HTTP;
        return new BrowserCookie("tailrace-" + port, false);
    }

    private static boolean isLoopback(String host) {
        if (host.equalsIgnoreCase("localhost")) {
            return true;
        }
        try {
            String address = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
            return InetAddress.ofLiteral(address).isLoopbackAddress();
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    /** The id that a request has; null if there is none, or more than one. */
    static @Nullable String idIn(HttpServerRequest request) {
        List<String> headers = request.headers().getAll(HttpHeaders.COOKIE);
        if (headers.isEmpty()) {
            return null;
        }
        return in(request).stream()
                .map(cookie -> cookie.valuesIn(headers))
                .filter(values -> !values.isEmpty())
                .findFirst()
                .filter(values -> values.size() == 1)
                .map(List::getFirst)
                .orElse(null);
    }

    /** Those that a request may have its id in: of these a browser forgets what it has. */
    static List<BrowserCookie> in(HttpServerRequest request) {
        BrowserCookie plain = request.isSSL() ? null : ofLoopback(request);
        return plain == null ? List.of(OF_TLS) : List.of(plain, OF_TLS);
    }

    private List<String> valuesIn(List<String> headers) {
        return headers.stream()
                .flatMap(header -> ServerCookieDecoder.STRICT.decodeAll(header).stream())
                .filter(cookie -> cookie.name().equals(name))
                .map(Cookie::value)
                .toList();
    }

    /** What has a browser forget it. */
    String unset() {
        return set("", Duration.ZERO);
    }

    /** What has a browser keep the id for that long. */
    String set(String id, Duration length) {
        DefaultCookie cookie = new DefaultCookie(name, id);
        cookie.setPath("/");
        cookie.setSecure(isSecure);
        cookie.setHttpOnly(true);
        cookie.setSameSite(SameSite.Strict);
        cookie.setMaxAge(length.toSeconds());
        return ServerCookieEncoder.STRICT.encode(cookie);
    }
}
