package dev.tailrace.face.ws;

import dev.tailrace.access.AccessControl;
import dev.tailrace.face.Admission;
import dev.tailrace.face.ClientFaults;
import dev.tailrace.face.FaceMeters;
import dev.tailrace.face.FormatMeters;
import dev.tailrace.face.PatternThread;
import dev.tailrace.face.Unsent;
import dev.tailrace.hub.Hub;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.quarkus.websockets.next.InboundProcessingMode;
import io.quarkus.websockets.next.OnClose;
import io.quarkus.websockets.next.OnError;
import io.quarkus.websockets.next.OnOpen;
import io.quarkus.websockets.next.UserData.TypedKey;
import io.quarkus.websockets.next.WebSocket;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.inject.Singleton;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The life of each WebSocket, from its handshake on. On the event loop of the connection that it is
 * about.
 */
// An event loop has one thing done after another; a queue for that would be 1 KB of each WebSocket.
@WebSocket(path = "/ws", inboundProcessingMode = InboundProcessingMode.CONCURRENT)
@Singleton
@Startup // so that its meters are there before a client connects
public class WsEndpoint {
    private static final TypedKey<Connection> CONNECTION = new TypedKey<>("connection");

    private final Hub hub;
    private final AccessControl control;
    private final Admission admission;
    private final WsConfig config;
    private final WsMeters meters;
    private final FormatMeters readers;
    private final PatternThread patterns;
    private final Unsent unsent;
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();

    WsEndpoint(
            Hub hub,
            AccessControl control,
            Admission admission,
            WsConfig config,
            MeterRegistry registry,
            FaceMeters table,
            PatternThread patterns,
            Unsent unsent) {
        this.hub = hub;
        this.control = control;
        this.admission = admission;
        this.config = config;
        this.meters = new WsMeters(registry, config, connections::size, this::busiest);
        this.readers = table.ofFormat("ws", hub.readFailures());
        this.patterns = patterns;
        this.unsent = unsent;
        hub.onDrain(this::drain);
    }

    private void drain() {
        for (Connection connection : connections) {
            connection.eventLoop().execute(connection::drain);
        }
    }

    private int busiest() {
        return connections.stream().mapToInt(Connection::subscriptions).max().orElse(0);
    }

    @OnOpen
    @NonBlocking
    void open(WebSocketConnection ws) {
        Frames frames = ws.userData().get(WsHandshake.FRAMES);
        WsSocket socket = new WsSocket(ws, frames.context(), unsent);
        Connection connection =
                new Connection(
                        socket,
                        hub,
                        control,
                        ws.userData().get(WsHandshake.ACCESS),
                        admission,
                        config,
                        meters,
                        readers,
                        patterns);
        ws.userData().put(CONNECTION, connection);
        connections.add(connection);
        connection.start(() -> connections.remove(connection));
        frames.open(connection);
    }

    @OnClose
    @NonBlocking
    void closed(WebSocketConnection ws) {
        ws.userData().get(CONNECTION).gone();
    }

    @OnError
    @NonBlocking
    void failed(WebSocketConnection ws, Throwable failure) {
        Connection connection = ws.userData().get(CONNECTION);
        if (ClientFaults.isOfClient(failure)) {
            connection.gone();
        } else {
            connection.failed(failure);
        }
    }
}
