package dev.tailrace.face;

import io.quarkus.vertx.http.runtime.cors.CORSFilter;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Which pages of other origins are let in, by {@code quarkus.http.cors.*}. Quarkus' filter adds the
 * headers of CORS (Fetch, 3.2). By itself it would refuse others without a word, and a page of the
 * gateway's own behind a proxy for TLS, whose scheme is not the gateway's. Any thread.
 *
 * <pre>
 *   request --> PageOrigin: another's, not let in  --> 403
 *     `-------> Origin of one that is let in   --> Quarkus' filter
 *     `-------> of one's own, which is hidden  --> Quarkus' filter --> shown again
 * </pre>
 */
@Singleton
final class CorsOrigins {
    /** After {@link RequestTargets}, and before Quarkus' filter. */
    private static final int HIDE = 999;

    /** After Quarkus' filter (300), and before authentication (200). */
    private static final int SHOW = 299;

    private static final String HIDDEN = CorsOrigins.class.getName();

    private final boolean enabled;
    private final List<String> origins;
    private final List<Pattern> patterns;
    private final boolean isForAllOrigins;
    private final Optional<List<String>> methods;

    CorsOrigins(
            @ConfigProperty(name = "quarkus.http.cors.enabled", defaultValue = "false")
                    boolean enabled,
            @ConfigProperty(name = "quarkus.http.cors.origins") Optional<List<String>> origins,
            @ConfigProperty(name = "quarkus.http.cors.methods") Optional<List<String>> methods) {
        this.enabled = enabled;
        this.origins = origins.orElse(List.of());
        this.patterns = CORSFilter.parseAllowedOriginsRegex(origins);
        this.isForAllOrigins = this.origins.equals(List.of("*"));
        this.methods = methods.filter(_ -> !CORSFilter.isConfiguredWithWildcard(methods));
    }

    /** Whether pages of that origin are. */
    boolean letsIn(String origin) {
        return enabled
                && (isForAllOrigins
                        || origins.contains(origin)
                        || CORSFilter.isOriginAllowedByRegex(patterns, origin));
    }

    /** Why a page that is let in may not do that; null if it may. */
    @Nullable Refused refused(String origin, HttpServerRequest request) {
        String method = request.method().name();
        return methods.isEmpty() || methods.get().contains(method) || isPreflight(request)
                ? null
                : Refused.methodOfOrigin(origin, method, String.join(", ", methods.get()));
    }

    private static boolean isPreflight(HttpServerRequest request) {
        return request.method().equals(HttpMethod.OPTIONS)
                && (request.headers().contains(HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD)
                        || request.headers().contains(HttpHeaders.ACCESS_CONTROL_REQUEST_HEADERS));
    }

    void letOwnPagesBy(@Observes Filters filters) {
        if (enabled) {
            filters.register(this::hide, HIDE);
            filters.register(CorsOrigins::show, SHOW);
        }
    }

    private void hide(RoutingContext call) {
        String origin = call.request().getHeader(HttpHeaders.ORIGIN);
        if (origin != null && !letsIn(origin)) {
            call.put(HIDDEN, origin);
            call.request().headers().remove(HttpHeaders.ORIGIN);
        }
        call.next();
    }

    private static void show(RoutingContext call) {
        String origin = call.remove(HIDDEN);
        if (origin != null) {
            call.request().headers().set(HttpHeaders.ORIGIN, origin);
        }
        call.next();
    }
}
