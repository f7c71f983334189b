package dev.tailrace.face.ws;

import dev.tailrace.face.FaceMeters;
import dev.tailrace.hub.ReadFailures;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What WebSockets hold, and the bounds of that. Any thread. */
final class WsMeters {
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private final FaceMeters face;
    private final Counter refused;
    private final Counter dead;

    WsMeters(MeterRegistry registry, WsConfig config, ReadFailures failures) {
        face = new FaceMeters(registry, "ws", failures);
        Gauge.builder("tailrace.ws.connections", connections, Set::size)
                .description("WebSockets that are open")
                .register(registry);
        Gauge.builder("tailrace.ws.subscriptions", connections, WsMeters::busiest)
                .description("Subscriptions of the WebSocket that has most")
                .register(registry);
        Gauge.builder("tailrace.ws.max.subscriptions", config, WsConfig::maxSubscriptions)
                .description("What one may have (max-subscriptions)")
                .register(registry);
        refused =
                Counter.builder("tailrace.ws.refused")
                        .description("Subscriptions beyond what one WebSocket may have")
                        .register(registry);
        dead =
                Counter.builder("tailrace.ws.dead")
                        .description("WebSockets whose clients did not answer a ping")
                        .register(registry);
    }

    private static double busiest(Set<Connection> connections) {
        return connections.stream().mapToInt(Connection::subscriptions).max().orElse(0);
    }

    Set<Connection> connections() {
        return connections;
    }

    FaceMeters face() {
        return face;
    }

    void refused() {
        refused.increment();
    }

    void dead() {
        dead.increment();
    }
}
