package dev.tailrace.face.ws;

import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;

/**
 * Whose turn it is on a connection: while its socket has room, each of those that wait has a turn,
 * then the next. Confined to the connection's event loop.
 *
 * <p>A thousand that search their lines would take seconds for a round: it is cut when it has taken
 * long, and goes on when other connections of the event loop have had their time.
 */
final class FairTurns {
    /** As long as one turn of a search takes at most, but for a long line. */
    private static final long LONG_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final WsSocket socket;
    private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
    private final Runnable serveAgain = this::serve;
    private boolean serving;
    private boolean nextRoundDue;

    /** The last round was cut: what is added waits for the next one. */
    private boolean cut;

    FairTurns(WsSocket socket) {
        this.socket = socket;
    }

    /** Has {@code turn} run once, when those before it have had theirs. */
    void add(Runnable turn) {
        waiting.add(turn);
        if (!cut || !nextRoundDue) {
            serve();
        }
    }

    /** Gives all that wait now a turn, as long as the socket has room. */
    void serve() {
        if (serving) {
            return;
        }
        serving = true;
        cut = false;
        long begin = System.nanoTime();
        try {
            for (int left = waiting.size();
                    left > 0 && !cut && socket.hasRoom(serveAgain);
                    left--) {
                waiting.remove().run();
                cut = System.nanoTime() - begin > LONG_NANOS;
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
