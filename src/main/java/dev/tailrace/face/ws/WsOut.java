package dev.tailrace.face.ws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tailrace.face.FormatMeters;
import dev.tailrace.face.Wire;
import java.util.function.Consumer;

/**
 * What the subscriptions of one connection share to send their messages: its socket, their turns
 * and their places. Nothing is sent once it is closed. Confined to the connection's event loop.
 */
final class WsOut {
    private static final ObjectMapper JSON = new ObjectMapper();

    final WsSocket socket;
    final FairTurns turns;
    final Places places;
    final FormatMeters meters;
    final long heartbeatSeconds;
    private final Consumer<Throwable> onFailure;
    private boolean closed;

    /**
     * @param onFailure is told what a last message could not be sent for
     */
    WsOut(
            WsSocket socket,
            Places places,
            FormatMeters meters,
            long heartbeatSeconds,
            Consumer<Throwable> onFailure) {
        this.socket = socket;
        this.turns = new FairTurns(socket);
        this.places = places;
        this.meters = meters;
        this.heartbeatSeconds = heartbeatSeconds;
        this.onFailure = onFailure;
    }

    /** Sends an object of strings. */
    void send(Record message) {
        try {
            send(JSON.writeValueAsBytes(message));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record of strings is JSON", e);
        }
    }

    void send(byte[] message) {
        send(message, Wire.NOTHING);
    }

    void send(byte[] head, byte[] rest) {
        if (!closed) {
            socket.text(head, rest);
        }
    }

    /** Sends a message, and has {@code then} run when it is out, or cannot be any more. */
    void send(byte[] message, Runnable then) {
        if (closed) {
            then.run();
            return;
        }
        try {
            socket.text(message, then);
            socket.flushSoon();
        } catch (RuntimeException | Error e) {
            then.run();
            onFailure.accept(e);
        }
    }

    /** What was sent is to go out: at once, or with what others on this connection send now. */
    void written() {
        if (places.taken() <= 1 || socket.isFull()) {
            socket.flush();
        } else {
            socket.flushSoon();
        }
    }

    boolean isClosed() {
        return closed;
    }

    void close() {
        closed = true;
    }
}
