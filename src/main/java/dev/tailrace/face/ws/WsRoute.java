package dev.tailrace.face.ws;

import dev.tailrace.face.Admission;
import dev.tailrace.face.PageOrigin;
import dev.tailrace.face.Problem;
import dev.tailrace.face.ProblemAnswer;
import dev.tailrace.face.UnknownParameters;
import dev.tailrace.face.Unsent;
import dev.tailrace.hub.Hub;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * {@code GET /ws}: the opening handshake (RFC 6455, 4.2). On the connection's event loop.
 *
 * <pre>
 *   no upgrade to a WebSocket, HTTP/2     --> 426
 *   a page of another origin              --> 403     browsers let every page open WebSockets
 *   sub-protocols without tailrace.v1     --> 400
 *   a parameter in the query              --> 400     subscriptions have theirs
 *   else                                  --> 101, Connection
 * </pre>
 */
@Singleton
@Startup // so that its meters are there before anybody connects
public class WsRoute implements HttpServerOptionsCustomizer {
    private static final String PROTOCOL = "tailrace.v1";

    private final Hub hub;
    private final Admission admission;
    private final WsConfig config;
    private final ProblemAnswer problems;
    private final WsMeters meters;
    private final Unsent unsent;

    /** Where CORS is configured, its filter has let the page in. */
    private final boolean corsDecides;

    WsRoute(
            Hub hub,
            Admission admission,
            WsConfig config,
            ProblemAnswer problems,
            MeterRegistry registry,
            Unsent unsent,
            @ConfigProperty(name = "quarkus.http.cors.enabled", defaultValue = "false")
                    boolean corsDecides) {
        this.hub = hub;
        this.admission = admission;
        this.config = config;
        this.problems = problems;
        this.meters = new WsMeters(registry, config, hub.readFailures());
        this.unsent = unsent;
        this.corsDecides = corsDecides;
        hub.onDrain(this::drain);
    }

    private void drain() {
        for (Connection connection : meters.connections()) {
            connection.eventLoop().execute(connection::drain);
        }
    }

    @Override
    public void customizeHttpServer(HttpServerOptions options) {
        customize(options);
    }

    @Override
    public void customizeHttpsServer(HttpServerOptions options) {
        customize(options);
    }

    private void customize(HttpServerOptions options) {
        int max = (int) config.maxMessageBytes().bytes();
        options.setMaxWebSocketFrameSize(max)
                .setMaxWebSocketMessageSize(max)
                .setWebSocketSubProtocols(List.of(PROTOCOL))
                // It would be done for each client alone, of what is the same for all.
                .setPerMessageWebSocketCompressionSupported(false)
                .setPerFrameWebSocketCompressionSupported(false);
    }

    void route(@Observes Router router) {
        router.get("/ws").handler(call -> handshake(call.request()));
    }

    private void handshake(HttpServerRequest request) {
        String foreign = PageOrigin.foreign(request);
        List<String> protocols = request.headers().getAll("Sec-WebSocket-Protocol");
        Problem unknown = UnknownParameters.in(request, Set.of());
        if (request.version() != HttpVersion.HTTP_1_1
                || !"websocket".equalsIgnoreCase(request.getHeader(HttpHeaders.UPGRADE))) {
            if (request.version() == HttpVersion.HTTP_1_1) {
                request.response()
                        .putHeader("Upgrade", "websocket")
                        .putHeader("Connection", "Upgrade");
            }
            problems.send(request, upgradeRequired());
        } else if (unknown != null) {
            problems.send(request, unknown.body());
        } else if (!corsDecides && foreign != null) {
            problems.send(request, Problem.foreignOrigin(foreign).body());
        } else if (!protocols.isEmpty() && !offers(protocols)) {
            problems.send(
                    request,
                    Problem.badParameter(
                                    "Sec-WebSocket-Protocol",
                                    String.join(", ", protocols),
                                    PROTOCOL)
                            .body());
        } else {
            var _ = request.toWebSocket().onSuccess(ws -> open(ws, request.connection()));
        }
    }

    private void open(ServerWebSocket ws, HttpConnection connection) {
        if (!ws.isClosed()) {
            WsSocket socket = new WsSocket(ws, connection, unsent);
            new Connection(ws, socket, hub, admission, config, meters).start();
        }
    }

    private static boolean offers(List<String> protocols) {
        return protocols.stream()
                .flatMap(each -> Arrays.stream(each.split(",", -1)))
                .anyMatch(each -> each.strip().equals(PROTOCOL));
    }

    private static Problem.Body upgradeRequired() {
        return new Problem.Body(
                "about:blank",
                "Upgrade Required",
                426,
                "This is for WebSockets: GET over HTTP/1.1 with 'Upgrade: websocket'.",
                null,
                null,
                "the sub-protocol " + PROTOCOL,
                null,
                null);
    }
}
