package dev.tailrace.face;

import java.util.concurrent.ThreadLocalRandom;

/** What every response of server-sent events begins with. */
public final class SseOpening {
    /**
     * Spread over two seconds, so that the readers of a restarted gateway do not come all at once.
     */
    private static final int RETRY_MIN_MILLIS = 1000;

    private static final int RETRY_MAX_MILLIS = 3000;

    private SseOpening() {}

    /**
     * Adds a comment, the time after which to reconnect, and the first line of the event {@code
     * hello}.
     */
    public static WireBuffer addTo(WireBuffer out) {
        int retry = ThreadLocalRandom.current().nextInt(RETRY_MIN_MILLIS, RETRY_MAX_MILLIS);
        return out.add(": tailrace\nretry: ").add(retry).add("\n\nevent: hello\n");
    }
}
