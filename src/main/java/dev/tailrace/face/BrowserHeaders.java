package dev.tailrace.face;

import static java.util.Map.entry;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Tells a browser what it may do with an answer, whatever a producer has written: run nothing but
 * the page's own scripts, guess no type, show it in no other page, lend it to none, and say nowhere
 * whence it comes. The page is asked for again each time; what it loads has its content's hash in
 * its name and is kept; nothing else is. On the event loops.
 *
 * <p>What {@code quarkus.http.header} has is left as it is. Its routes are not used for these: they
 * decode the path, and fail where it cannot be, before {@link RequestTargets} sees it.
 */
@Singleton
class BrowserHeaders {
    /** Before all that may answer. */
    private static final int PRIORITY = 1002;

    private static final Set<String> PAGE = Set.of("/", "/index.html", "/login.css");

    /** The folder of what the page loads. */
    private static final String HASHED = "/page/";

    private static final String POLICY =
            String.join(
                    "; ",
                    "default-src 'none'",
                    "script-src 'self'",
                    "style-src 'self'",
                    "img-src data:",
                    "connect-src 'self'",
                    "base-uri 'none'",
                    "form-action 'self'",
                    "frame-ancestors 'none'",
                    "require-trusted-types-for 'script'",
                    // The templates of the page's library, which no line ever is a part of.
                    "trusted-types lit-html");

    private static final List<Map.Entry<CharSequence, CharSequence>> OF_ALL =
            List.of(
                    header("Content-Security-Policy", POLICY),
                    header("X-Content-Type-Options", "nosniff"),
                    // For browsers that do not know frame-ancestors.
                    header("X-Frame-Options", "DENY"),
                    header("Cross-Origin-Resource-Policy", "same-origin"),
                    header("Cross-Origin-Opener-Policy", "same-origin"),
                    header("Referrer-Policy", "no-referrer"));

    private static final Map.Entry<CharSequence, CharSequence> ASKED_FOR_AGAIN =
            header("Cache-Control", "no-cache");

    /** A year, which is as long as caches keep anything. */
    private static final Map.Entry<CharSequence, CharSequence> KEPT =
            header("Cache-Control", "public, max-age=31536000, immutable");

    private static final Map.Entry<CharSequence, CharSequence> NOT_KEPT =
            header("Cache-Control", "no-store");

    /** A form without its origin would be taken for another site's (Fetch, 4.6). */
    private static final Map.Entry<CharSequence, CharSequence> SAYS_ITS_ORIGIN =
            header("Referrer-Policy", "same-origin");

    private static Map.Entry<CharSequence, CharSequence> header(String name, String value) {
        return entry(HttpHeaders.createOptimized(name), HttpHeaders.createOptimized(value));
    }

    void tellAll(@Observes Filters filters) {
        filters.register(BrowserHeaders::tell, PRIORITY);
    }

    private static void tell(RoutingContext call) {
        String path = Calls.path(call.request());
        add(call.response().headers(), path);
        if (path.startsWith(HASHED)) {
            call.addHeadersEndHandler(done -> keepNoFailure(call));
        }
        call.next();
    }

    /** For an answer to a request of that path. */
    static void add(MultiMap headers, String path) {
        if (path.equals("/login")) {
            add(headers, SAYS_ITS_ORIGIN);
        }
        OF_ALL.forEach(each -> add(headers, each));
        add(headers, caching(path));
    }

    /** For an answer to what cannot be read. */
    static void add(io.netty.handler.codec.http.HttpHeaders headers) {
        OF_ALL.forEach(each -> headers.set(each.getKey(), each.getValue()));
        headers.set(NOT_KEPT.getKey(), NOT_KEPT.getValue());
    }

    /** Whether the answer has them: it has not if no filter has seen the request. */
    static boolean areIn(MultiMap headers) {
        return headers.contains(OF_ALL.getFirst().getKey());
    }

    /**
     * While gateways of two versions are behind a proxy, one lacks what the page of the other
     * loads.
     */
    private static void keepNoFailure(RoutingContext call) {
        if (call.response().getStatusCode() >= 400) {
            call.response().headers().set(NOT_KEPT.getKey(), NOT_KEPT.getValue());
        }
    }

    private static Map.Entry<CharSequence, CharSequence> caching(String path) {
        if (path.startsWith(HASHED)) {
            return KEPT;
        }
        return PAGE.contains(path) ? ASKED_FOR_AGAIN : NOT_KEPT;
    }

    private static void add(MultiMap headers, Map.Entry<CharSequence, CharSequence> header) {
        if (!headers.contains(header.getKey())) {
            headers.set(header.getKey(), header.getValue());
        }
    }
}
