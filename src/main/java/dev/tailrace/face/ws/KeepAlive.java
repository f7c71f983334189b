package dev.tailrace.face.ws;

import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Asks a client whether it is there. Confined to the connection's event loop.
 *
 * <pre>
 *   quiet --ping-interval, socket has room--> ping sent --pong-timeout--> dead
 *     ^                                           |
 *     `--a frame comes, or the socket was full----'
 * </pre>
 *
 * Whose socket is full is slow, and not dead: a ping would wait behind what is to be read first.
 */
final class KeepAlive {
    private final Connection connection;
    private final WsSocket socket;
    private final long intervalNanos;
    private final long timeoutNanos;
    private boolean awaited;
    private @Nullable Future<?> pings;
    private @Nullable Future<?> verdict;

    KeepAlive(Connection connection, WsSocket socket, WsConfig config) {
        this.connection = connection;
        this.socket = socket;
        this.intervalNanos = config.pingInterval().toNanos();
        this.timeoutNanos = config.pongTimeout().toNanos();
    }

    void start() {
        pings =
                socket.eventLoop()
                        .scheduleAtFixedRate(
                                this::tick, intervalNanos, intervalNanos, TimeUnit.NANOSECONDS);
    }

    void stop() {
        if (pings != null) {
            pings.cancel(false);
        }
        spare();
    }

    /** Something has come from the client, or its socket was full until now. */
    void spare() {
        awaited = false;
        if (verdict != null) {
            verdict.cancel(false);
            verdict = null;
        }
    }

    private void tick() {
        try {
            connection.announce();
            ask();
        } catch (RuntimeException | Error e) {
            // The timer drops a task that throws, and nobody would be asked any more.
            connection.failed(e);
        }
    }

    private void ask() {
        if (!awaited && !socket.isFull()) {
            awaited = true;
            socket.ping();
            verdict = socket.eventLoop().schedule(this::judge, timeoutNanos, TimeUnit.NANOSECONDS);
        }
    }

    private void judge() {
        if (socket.isFull()) {
            spare();
        } else if (awaited) {
            connection.dead();
        }
    }
}
