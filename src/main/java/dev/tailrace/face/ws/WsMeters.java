package dev.tailrace.face.ws;

import dev.tailrace.face.MeterTable;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.Supplier;

/** What WebSockets hold, and the bounds of that. Any thread. */
final class WsMeters {
    private final Counter refused;
    private final Counter dead;

    /**
     * @param busiest how many subscriptions the connection has that has most
     */
    WsMeters(
            MeterRegistry registry,
            WsConfig config,
            Supplier<Number> connections,
            Supplier<Number> busiest) {
        MeterTable table = new MeterTable(registry);
        table.gauge("tailrace.ws.connections", "WebSockets that are open", connections);
        table.gauge(
                "tailrace.ws.subscriptions",
                "Subscriptions of the WebSocket that has most",
                busiest);
        table.gauge(
                "tailrace.ws.max.subscriptions",
                "What one may have (max-subscriptions)",
                config::maxSubscriptions);
        refused =
                table.counter(
                        "tailrace.ws.refused", "Subscriptions beyond what one WebSocket may have");
        dead = table.counter("tailrace.ws.dead", "WebSockets whose clients did not answer a ping");
    }

    void refused() {
        refused.increment();
    }

    void dead() {
        dead.increment();
    }
}
