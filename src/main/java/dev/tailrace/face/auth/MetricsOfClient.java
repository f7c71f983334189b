package dev.tailrace.face.auth;

import dev.tailrace.access.Access;
import dev.tailrace.access.Right;
import dev.tailrace.face.Clients;
import dev.tailrace.face.MetricsFormat;
import dev.tailrace.hub.Hub;
import dev.tailrace.hub.stream.ClientStreams;
import dev.tailrace.model.StreamName;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * {@code GET /q/metrics} for clients that are told apart: without the series of streams whose
 * metrics a client may not see. Where they are not, Quarkus answers. On the connection's event
 * loop; a scrape is made by a worker, as Quarkus does it.
 */
@Singleton
@SuppressWarnings("deprecation") // the registry that Quarkus has is of this type
public final class MetricsOfClient {
    /** After the {@link Entrance}, whose client may see some. */
    private static final int PRIORITY = 50;

    private static final Pattern STREAM = Pattern.compile("[{,]stream=\"([^\"]*)\"");

    private final Hub hub;
    private final Clients clients;
    private final PrometheusMeterRegistry registry;

    MetricsOfClient(Hub hub, Clients clients, PrometheusMeterRegistry registry) {
        this.hub = hub;
        this.clients = clients;
        this.registry = registry;
    }

    void register(@Observes Filters filters) {
        filters.register(this::answer, PRIORITY);
    }

    private void answer(RoutingContext call) {
        Access access = clients.of(call);
        if (access.isEveryone() || !MetricsFormat.isCalled(call)) {
            call.next();
            return;
        }
        // MetricsFormat has chosen one.
        String format = call.request().getHeader(HttpHeaders.ACCEPT);
        Callable<String> scrape = () -> seen(registry.scrape(format), hub.streamsOf(access));
        var _ =
                call.vertx()
                        .executeBlocking(scrape, false)
                        .onSuccess(text -> {
                            call.response().putHeader(HttpHeaders.CONTENT_TYPE, format);
                            var _ = call.response().end(text);
                        })
                        .onFailure(call::fail);
    }

    private static String seen(String metrics, ClientStreams streams) {
        Map<String, Boolean> known = new HashMap<>();
        return metrics.lines()
                .filter(line -> isSeen(line, streams, known))
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private static boolean isSeen(String line, ClientStreams streams, Map<String, Boolean> known) {
        Matcher stream = STREAM.matcher(line);
        return line.startsWith("#")
                || !stream.find()
                || known.computeIfAbsent(
                        stream.group(1),
                        name ->
                                StreamName.isValid(name)
                                        && streams.may(Right.METRICS, new StreamName(name)));
    }
}
