package dev.tailrace.face.ws;

import java.util.ArrayDeque;

/**
 * Whose turn it is on a connection: while its socket has room, each of those that wait has a turn,
 * then the next. Confined to the connection's event loop.
 */
final class FairTurns {
    private final WsSocket socket;
    private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
    private final Runnable serveAgain = this::serve;
    private boolean serving;
    private boolean nextRoundDue;

    FairTurns(WsSocket socket) {
        this.socket = socket;
    }

    /** Has {@code turn} run once, when those before it have had theirs. */
    void add(Runnable turn) {
        waiting.add(turn);
        serve();
    }

    /** Gives all that wait now a turn, as long as the socket has room. */
    void serve() {
        if (serving) {
            return;
        }
        serving = true;
        try {
            for (int left = waiting.size(); left > 0 && socket.hasRoom(serveAgain); left--) {
                waiting.remove().run();
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
