package dev.tailrace.face;

import dev.tailrace.access.Secret;
import dev.tailrace.model.Refusal;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which requests are looked at any further: those for this gateway, and from no page of another
 * site, whose target can be read (RFC 9112, 3.2). Quarkus alone would answer each target that is no
 * URI (RFC 3986) with an empty 400, but {@code curl} sends a query as it was typed: {@code
 * ?grep=^{.*}$} and {@code ?select={app="shop"}} mean what they say. Only paths are held to the
 * letter, and what cannot be decoded; a path has to have one reading, as what checks and what
 * answers it, here and in a proxy, might have two. Methods are looked at here, too: what is no
 * resource has none of its own. On the connection's event loop.
 *
 * <pre>
 *   request --> RequestRate: too many of one address      --> 429
 *     `-------> RequestHosts: another's                   --> 421
 *     `-------> path is no path, query cannot be decoded  --> 400
 *     `-------> PageOrigin: another's                     --> 403
 *     `-------> path is that of calls of other methods    --> 405
 *     `-------> routes --> none of them                   --> 404
 * </pre>
 */
@Singleton
public final class RequestTargets {
    /** Has Quarkus leave targets to this class; it asks once, when it starts to serve. */
    public static final String LEFT_TO_US = "vertx.disableURIValidation";

    private static final System.Logger LOG = System.getLogger(RequestTargets.class.getName());

    /** After {@link Connections}, and before all that reads the target. */
    private static final int PRIORITY = 1000;

    /** Matrix parameters, empty segments and dots, and encoded what would end or lead elsewhere. */
    private static final Pattern TWO_READINGS =
            Pattern.compile("(?i);|//|/\\.\\.?(/|$)|%2f|%2e|%5c|%00");

    private static final int BAD_REQUEST = 400;

    private final Connections connections;
    private final ProblemAnswer problems;
    private final RequestRate rate;
    private final RequestHosts hosts;
    private final PageOrigin pages;
    private final Calls calls;
    private final FaceMeters meters;
    private final OnceAMinute saying = new OnceAMinute();

    RequestTargets(
            Connections connections,
            ProblemAnswer problems,
            RequestRate rate,
            RequestHosts hosts,
            PageOrigin pages,
            Calls calls,
            FaceMeters meters) {
        this.connections = connections;
        this.problems = problems;
        this.rate = rate;
        this.hosts = hosts;
        this.pages = pages;
        this.calls = calls;
        this.meters = meters;
    }

    void check(@Observes Filters filters) {
        filters.register(
                call -> {
                    Refused refused = turnedAway(call.request());
                    if (refused == null) {
                        refused = otherMethod(call.request());
                    }
                    if (refused == null) {
                        call.next();
                    } else {
                        refuse(call.request(), refused.refusal());
                    }
                },
                PRIORITY);
    }

    /**
     * As of a request whose head or body is none, nothing is taken after one that is unreadable.
     */
    private void refuse(HttpServerRequest request, Refusal refusal) {
        if (refusal.reason() == Refusal.Reason.BAD_REQUEST
                && request.version() != HttpVersion.HTTP_2) {
            request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
            problems.send(request.response(), refusal);
            PipelinedRequests.end(request.connection());
        } else if (refusal.retryAfter() != null && isOfEventSource(request)) {
            request.response().reset();
        } else {
            problems.send(request.response(), refusal);
            BodyDrain.drop(request, Calls.eventLoop());
        }
    }

    /** That comes back when it is cut off, and never after a status other than 200. */
    private static boolean isOfEventSource(HttpServerRequest request) {
        String accepted = request.getHeader(HttpHeaders.ACCEPT);
        return accepted != null && accepted.contains("text/event-stream");
    }

    private @Nullable Refused turnedAway(HttpServerRequest request) {
        Refused refused = rate.refused(request);
        if (refused == null) {
            refused = hosts.refused(request);
        }
        if (refused == null) {
            refused = unreadable(request);
        }
        if (refused == null) {
            refused = pages.refused(request);
        }
        if (refused != null) {
            meters.turnedAway(refused.refusal().reason());
            say(refused.refusal());
        }
        return refused;
    }

    /** Who has put a proxy before the gateway looks here when it does not work. */
    private void say(Refusal refusal) {
        boolean isOfUse = refusal.reason() != Refusal.Reason.BAD_REQUEST;
        if (isOfUse && saying.isDue()) {
            String parameter = refusal.facts().parameter();
            LOG.log(
                    System.Logger.Level.WARNING,
                    "Requests{0} are refused ({1}): {2}.",
                    parameter == null
                            ? ""
                            : Secret.hideIn(
                                    " with '" + parameter + ": " + refusal.facts().value() + "'"),
                    refusal.reason().text(),
                    Secret.hideIn(refusal.clause()));
        }
    }

    /**
     * Vert.x fails what has no path, such as OPTIONS * and CONNECT, and what has no host, before
     * any filter sees it.
     */
    private void unseen(RoutingContext call) {
        HttpServerRequest request = call.request();
        if (BrowserHeaders.areIn(call.response().headers())) {
            call.next();
            return;
        }
        connections.prepare(request.connection());
        BrowserHeaders.add(call.response().headers(), Calls.path(request));
        Refused refused = turnedAway(request);
        refuse(request, (refused == null ? withoutRoute(call) : refused).refusal());
    }

    private static Refused withoutRoute(RoutingContext call) {
        HttpServerRequest request = call.request();
        if (call.statusCode() != BAD_REQUEST) {
            return Refused.unknownCall(request);
        }
        return Calls.path(request).isEmpty()
                ? Refused.badTarget(
                        "path", Refused.shown(request.uri()), "a path that begins with /")
                : RequestHosts.unreadable(
                        String.join(", ", request.headers().getAll(HttpHeaders.HOST)));
    }

    /** After all other routes. */
    void route(@Observes Router router) {
        router.route().order(Integer.MIN_VALUE).failureHandler(this::unseen);
        router.route()
                .order(Integer.MAX_VALUE)
                .handler(call ->
                        problems.send(
                                call.response(), Refused.unknownCall(call.request()).refusal()));
    }

    /**
     * A browser that asks whether a page of another site may call (CORS) is answered by Quarkus.
     */
    private @Nullable Refused otherMethod(HttpServerRequest request) {
        Set<String> methods = calls.methods(Calls.path(request));
        return methods.isEmpty()
                        || methods.contains(request.method().name())
                        || request.headers().contains("Access-Control-Request-Method")
                ? null
                : Refused.otherMethod(request, methods);
    }

    private static @Nullable Refused unreadable(HttpServerRequest request) {
        List<String> codings = request.headers().getAll(HttpHeaders.TRANSFER_ENCODING);
        if (!codings.isEmpty() && !codings.equals(List.of("chunked"))) {
            String all = String.join(", ", codings);
            return Refused.badTarget("Transfer-Encoding", Refused.shown(all), "chunked");
        }
        String path = Calls.path(request);
        try {
            var _ = new URI(path);
        } catch (URISyntaxException _) {
            return Refused.badTarget("path", path, "the path of a URI, as in RFC 3986");
        }
        if (TWO_READINGS.matcher(path).find()) {
            return Refused.badTarget(
                    "path",
                    path,
                    "a path without ;, //, the segments . and .., %2F, %2E, %5C and %00");
        }
        String query = Objects.requireNonNullElse(request.query(), "");
        try {
            var _ = new QueryStringDecoder(query, false).parameters();
        } catch (IllegalArgumentException _) {
            return Refused.badTarget("query", query, "% only before two hexadecimal digits");
        }
        return null;
    }
}
