package dev.tailrace.face;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * From which site the page comes that sends a request. Browsers let every page open WebSockets,
 * send text anywhere and load what it cannot read, but say whose page it is (RFC 6454, Fetch
 * Metadata); other clients say nothing. Any thread.
 *
 * <pre>
 *   Origin                      the gateway's own, whole: scheme, host, port --> taken
 *                               another, null, two                           --> 403
 *   Sec-Fetch-Site: cross-site  a person follows a link                      --> taken
 *                               else                                         --> 403
 * </pre>
 *
 * Where CORS is configured, the origins that it names are taken, too, for its methods ({@link
 * CorsOrigins}), but not for a login and a logout.
 */
@Singleton
public final class PageOrigin {
    private static final Pattern ORIGIN = Pattern.compile("(https?)://(.*)");
    private static final String SITE = "Sec-Fetch-Site";
    private static final String CROSS_SITE = "cross-site";

    private static final Set<String> BROWSER = Set.of("/login", "/logout");

    private final CorsOrigins cors;
    private final OwnNames names;

    PageOrigin(CorsOrigins cors, OwnNames names) {
        this.cors = cors;
        this.names = names;
    }

    /** Why the page is not let in; null if it is, or no page sends the request. */
    @Nullable Refused refused(HttpServerRequest request) {
        List<String> origins = request.headers().getAll(HttpHeaders.ORIGIN);
        if (origins.size() == 1 && !isOfBrowser(request) && cors.letsIn(origins.getFirst())) {
            return cors.refused(origins.getFirst(), request);
        }
        if (origins.size() > 1 || (!origins.isEmpty() && !isOwn(origins.getFirst(), request))) {
            return Refused.foreignOrigin("Origin", String.join(", ", origins));
        }
        return CROSS_SITE.equalsIgnoreCase(request.getHeader(SITE))
                        && !(origins.isEmpty() && isLink(request))
                ? Refused.foreignOrigin(SITE, CROSS_SITE)
                : null;
    }

    /** Who a browser is from now on is not for others to say, whatever they may read. */
    private static boolean isOfBrowser(HttpServerRequest request) {
        return request.method().equals(HttpMethod.POST) && BROWSER.contains(Calls.path(request));
    }

    /**
     * Whether a page of the gateway's own sends the request, and says so: what a browser adds to
     * requests by itself, such as a cookie, then is what its person wants.
     */
    public boolean isOwnPage(HttpServerRequest request) {
        List<String> origins = request.headers().getAll(HttpHeaders.ORIGIN);
        return origins.isEmpty()
                ? "same-origin".equalsIgnoreCase(request.getHeader(SITE))
                : origins.size() == 1 && isOwn(origins.getFirst(), request);
    }

    private boolean isOwn(String origin, HttpServerRequest request) {
        Matcher form = ORIGIN.matcher(origin.toLowerCase(Locale.ROOT));
        HostAndPort asked = request.authority();
        Authority page = form.matches() ? Authority.of(form.group(2)) : null;
        Authority here = asked == null ? null : Authority.of(asked.toString());
        if (page == null || here == null) {
            return false;
        }
        String scheme = form.group(1);
        return page.host().equals(here.host())
                && page.port(scheme) == here.port(scheme)
                && (scheme.equals(request.scheme())
                        // TLS ends at a proxy, which need not say so.
                        || (scheme.equals("https") && names.isConfigured(page)));
    }

    /**
     * The origin that {@code text} is, as browsers send it: without the usual port of its scheme
     * (RFC 6454, 6.2); null if it is none.
     */
    public static @Nullable String asBrowsersSay(String text) {
        Matcher form = ORIGIN.matcher(text.toLowerCase(Locale.ROOT));
        Authority page = form.matches() ? Authority.of(form.group(2)) : null;
        if (page == null) {
            return null;
        }
        String scheme = form.group(1);
        int usual = new Authority(page.host(), Authority.NO_PORT).port(scheme);
        String port = page.port(scheme) == usual ? "" : ":" + page.port();
        return scheme + "://" + page.host() + port;
    }

    /** The answer takes the page's place, and its scripts see nothing of it. */
    private static boolean isLink(HttpServerRequest request) {
        return (request.method().equals(HttpMethod.GET) || request.method().equals(HttpMethod.HEAD))
                && "navigate".equals(request.getHeader("Sec-Fetch-Mode"))
                && "document".equals(request.getHeader("Sec-Fetch-Dest"));
    }
}
