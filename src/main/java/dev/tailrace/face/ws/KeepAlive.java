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
 * A client whose socket is full is slow, and not dead: a ping would wait behind what is to be read
 * first.
 */
final class KeepAlive {
    private final WsSocket socket;
    private final WsConfig config;
    private final Runnable onDead;
    private boolean awaited;
    private @Nullable Future<?> pings;
    private @Nullable Future<?> verdict;

    /**
     * @param onDead runs when there is no answer
     */
    KeepAlive(WsSocket socket, WsConfig config, Runnable onDead) {
        this.socket = socket;
        this.config = config;
        this.onDead = onDead;
    }

    /** Has {@code tick} run when it is time to {@link #ask}; it throws nothing, or is dropped. */
    void start(Runnable tick) {
        long interval = config.pingInterval().toNanos();
        pings =
                socket.eventLoop()
                        .scheduleAtFixedRate(tick, interval, interval, TimeUnit.NANOSECONDS);
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

    void ask() {
        if (!awaited && !socket.isFull()) {
            awaited = true;
            socket.ping();
            long timeout = config.pongTimeout().toNanos();
            verdict = socket.eventLoop().schedule(this::judge, timeout, TimeUnit.NANOSECONDS);
        }
    }

    private void judge() {
        if (socket.isFull()) {
            spare();
        } else if (awaited) {
            onDead.run();
        }
    }
}
