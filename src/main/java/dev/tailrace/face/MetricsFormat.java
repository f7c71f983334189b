package dev.tailrace.face;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Which format {@code GET /q/metrics} is answered in. As the client libraries of Prometheus do it:
 * the text format, unless OpenMetrics is asked for by name. Quarkus alone would give OpenMetrics to
 * clients that do not name {@code text/plain}, and 406 to a client that names OpenMetrics without
 * its version. On the connection's event loop.
 */
@Singleton
public class MetricsFormat {
    /** After {@link RequestTargets}, and before routes are chosen by what they produce. */
    private static final int PRIORITY = 999;

    private static final String PATH = "/q/metrics";
    private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";
    private static final String OPEN = "application/openmetrics-text; version=1.0.0; charset=utf-8";

    /** Of OpenMetrics: the draft is asked for by clients that read 1.0.0 as well. */
    private static final Set<String> VERSIONS = Set.of("1.0.0", "0.0.1");

    /**
     * Whether the metrics are called: Quarkus answers with them below their path as well, and
     * however the path is encoded.
     */
    public static boolean isCalled(RoutingContext call) {
        String path = Objects.requireNonNullElse(call.normalizedPath(), "");
        return path.equals(PATH) || path.startsWith(PATH + "/");
    }

    void choose(@Observes Filters filters) {
        filters.register(
                call -> {
                    HttpServerRequest http = call.request();
                    if (isCalled(call)) {
                        List<String> accept = http.headers().getAll(HttpHeaders.ACCEPT);
                        http.headers().set(HttpHeaders.ACCEPT, chosen(accept));
                    }
                    call.next();
                },
                PRIORITY);
    }

    /** Quarkus' name for the one that a client with this {@code Accept} gets. */
    private static String chosen(List<String> accept) {
        try {
            List<MediaType> ranges =
                    Arrays.stream(String.join(",", accept).split(",", -1))
                            .filter(range -> !range.isBlank())
                            .map(range -> MediaType.valueOf(range.strip()))
                            .toList();
            double open =
                    ranges.stream()
                            .filter(MetricsFormat::isOpen)
                            .mapToDouble(WireFormats::quality)
                            .max()
                            .orElse(0);
            double text = WireFormats.quality(MediaType.TEXT_PLAIN_TYPE, ranges);
            return open > 0 && open >= text ? OPEN : TEXT;
        } catch (IllegalArgumentException _) {
            return TEXT; // a header that is none asks for nothing
        }
    }

    private static boolean isOpen(MediaType range) {
        return range.getType().equalsIgnoreCase("application")
                && range.getSubtype().equalsIgnoreCase("openmetrics-text")
                && VERSIONS.contains(range.getParameters().getOrDefault("version", "1.0.0"));
    }
}
