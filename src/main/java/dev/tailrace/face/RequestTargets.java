package dev.tailrace.face;

import io.netty.handler.codec.http.QueryStringDecoder;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which targets of requests are taken (RFC 9112, 3.2). Quarkus alone would answer each that is no
 * URI (RFC 3986) with an empty 400, but {@code curl} sends a query as it was typed: {@code
 * ?grep=^{.*}$} and {@code ?select={app="shop"}} mean what they say. Only paths are held to the
 * letter, and what cannot be decoded. Methods are looked at here, too: what is no resource has none
 * of its own. On the connection's event loop.
 *
 * <pre>
 *   target --> path is no path, query cannot be decoded  --> 400
 *     `------> path is that of calls of other methods    --> 405
 *     `------> routes --> none of them                   --> 404
 * </pre>
 */
@Singleton
public final class RequestTargets {
    /** Has Quarkus leave targets to this class; it asks once, when it starts to serve. */
    public static final String LEFT_TO_US = "vertx.disableURIValidation";

    /** After {@link Connections}, and before all that reads the target. */
    private static final int PRIORITY = 1000;

    private final ProblemAnswer problems;
    private final Calls calls;

    RequestTargets(ProblemAnswer problems, Calls calls) {
        this.problems = problems;
        this.calls = calls;
    }

    void check(@Observes Filters filters) {
        filters.register(
                call -> {
                    Refused refused = refused(call.request());
                    if (refused == null) {
                        refused = otherMethod(call.request());
                    }
                    if (refused == null) {
                        call.next();
                    } else {
                        problems.send(call.response(), refused.refusal());
                        BodyDrain.drop(call.request(), Calls.eventLoop());
                    }
                },
                PRIORITY);
    }

    /** After all other routes. */
    void route(@Observes Router router) {
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

    private static @Nullable Refused refused(HttpServerRequest request) {
        String path = Calls.path(request);
        try {
            var _ = new URI(path);
        } catch (URISyntaxException _) {
            return Refused.badTarget("path", path, "the path of a URI, as in RFC 3986");
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
