package dev.tailrace.face.ws;

import java.util.ArrayDeque;

/**
 * Whose turn it is on a connection: while its socket has room, each of those that wait is asked for
 * one delivery, then the next. Confined to the connection's event loop.
 */
final class FairTurns {
    private final WsSocket socket;
    private final ArrayDeque<WsSubscription> waiting = new ArrayDeque<>();
    private final Runnable serveAgain = this::serve;
    private boolean serving;
    private boolean nextRoundDue;

    FairTurns(WsSocket socket) {
        this.socket = socket;
    }

    /** The reader has room for what comes next, when it is its turn. */
    void add(WsSubscription reader) {
        if (reader.enqueue()) {
            waiting.add(reader);
        }
        serve();
    }

    /** Gives everybody who waits now a turn, as long as the socket has room. */
    void serve() {
        if (serving) {
            return;
        }
        serving = true;
        try {
            for (int left = waiting.size(); left > 0 && socket.hasRoom(serveAgain); left--) {
                waiting.remove().ask();
            }
        } finally {
            serving = false;
        }
        if (!waiting.isEmpty() && socket.hasRoom(serveAgain) && !nextRoundDue) {
            nextRoundDue = true;
            // Other connections have the same event loop.
            socket.eventLoop()
                    .execute(() -> {
                        nextRoundDue = false;
                        serve();
                    });
        }
    }
}
