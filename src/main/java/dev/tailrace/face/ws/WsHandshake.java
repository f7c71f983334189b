package dev.tailrace.face.ws;

import dev.tailrace.access.Access;
import dev.tailrace.face.Clients;
import dev.tailrace.face.ProblemAnswer;
import dev.tailrace.face.Refused;
import dev.tailrace.face.UnknownParameters;
import dev.tailrace.model.Refusal;
import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.quarkus.websockets.next.HandshakeRequest;
import io.quarkus.websockets.next.HttpUpgradeCheck;
import io.quarkus.websockets.next.UserData.TypedKey;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /ws}: the opening handshake (RFC 6455, 4.2). On the connection's event loop.
 *
 * <pre>
 *   a page of another origin              --> 403     before, as of all paths
 *   no GET                                --> 405     the same
 *   no upgrade to a WebSocket, HTTP/2     --> 426
 *   a parameter in the query              --> 400     but a ticket; subscriptions have theirs
 *   sub-protocols without tailrace.v1     --> 400
 *   no key                                --> 400
 *   else                                  --> 101, WsEndpoint
 * </pre>
 */
@Singleton
public class WsHandshake implements HttpUpgradeCheck, HttpServerOptionsCustomizer {
    /** What a WebSocket's client sends. */
    static final TypedKey<Frames> FRAMES = new TypedKey<>("frames");

    static final TypedKey<Access> ACCESS = new TypedKey<>("access");

    private static final String PROTOCOL = "tailrace.v1";
    private static final int BAD_REQUEST = 400;

    private final int maxMessageBytes;
    private final ProblemAnswer problems;
    private final Clients clients;

    WsHandshake(WsConfig config, ProblemAnswer problems, Clients clients) {
        this.maxMessageBytes = (int) config.maxMessageBytes().bytes();
        this.problems = problems;
        this.clients = clients;
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
        options.setMaxWebSocketFrameSize(maxMessageBytes)
                .setMaxWebSocketMessageSize(maxMessageBytes)
                .setWebSocketSubProtocols(List.of(PROTOCOL))
                // There is no property for it; per message it is off in application.properties.
                .setPerFrameWebSocketCompressionSupported(false);
    }

    /** Lets a request with a key become a WebSocket. */
    @Override
    public Uni<CheckResult> perform(HttpUpgradeContext context) {
        HttpServerRequest request = context.httpRequest();
        Refusal refusal = refusal(request);
        if (refusal != null) {
            problems.send(request.response(), refusal);
            // It is answered: a result that refuses would be answered again, without a body.
            return Uni.createFrom().nothing();
        }
        context.userData().put(FRAMES, Frames.of(request.connection(), maxMessageBytes));
        return context.securityIdentity()
                .onItem()
                .invoke(identity -> context.userData().put(ACCESS, clients.of(identity)))
                .chain(() -> CheckResult.permitUpgrade());
    }

    /** Quarkus takes what has no key for no handshake, and passes over it. */
    void answerWithoutKey(@Observes Router router) {
        router.get("/ws")
                .handler(call -> {
                    if (call.request().headers().contains(HandshakeRequest.SEC_WEBSOCKET_KEY)) {
                        call.next();
                    } else {
                        refuse(call.request());
                    }
                });
    }

    private void refuse(HttpServerRequest request) {
        Refusal refusal = refusal(request);
        if (refusal != null) {
            problems.send(request.response(), refusal);
        } else {
            var _ = request.response().setStatusCode(BAD_REQUEST).end();
        }
    }

    private @Nullable Refusal refusal(HttpServerRequest request) {
        if (!request.method().equals(HttpMethod.GET)) {
            return Refused.otherMethod(request, Set.of("GET")).refusal();
        }
        if (request.version() != HttpVersion.HTTP_1_1
                || !"websocket".equalsIgnoreCase(request.getHeader(HttpHeaders.UPGRADE))) {
            return upgradeRequired(request);
        }
        Refused refused = UnknownParameters.in(request, Set.of("ticket"));
        if (refused == null) {
            refused = otherProtocols(request);
        }
        return refused == null ? null : refused.refusal();
    }

    private static @Nullable Refused otherProtocols(HttpServerRequest request) {
        String header = "Sec-WebSocket-Protocol";
        List<String> protocols = request.headers().getAll(header);
        return protocols.isEmpty() || offers(protocols)
                ? null
                : Refused.badParameter(header, String.join(", ", protocols), PROTOCOL);
    }

    private static boolean offers(List<String> protocols) {
        return protocols.stream()
                .flatMap(each -> Arrays.stream(each.split(",", -1)))
                .anyMatch(each -> each.strip().equals(PROTOCOL));
    }

    private static Refusal upgradeRequired(HttpServerRequest request) {
        if (request.version() == HttpVersion.HTTP_1_1) {
            request.response().putHeader("Upgrade", "websocket").putHeader("Connection", "Upgrade");
        }
        return new Refusal(
                Refusal.Reason.UPGRADE_REQUIRED,
                "This is for WebSockets: GET over HTTP/1.1 with 'Upgrade: websocket'.",
                Refusal.Facts.ofAccepted("the sub-protocol " + PROTOCOL));
    }
}
