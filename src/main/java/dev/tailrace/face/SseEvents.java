package dev.tailrace.face;

import dev.tailrace.model.Ending;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;

/** What every response of server-sent events begins and ends with. */
public final class SseEvents {
    /**
     * Spread over two seconds, so that the readers of a restarted gateway do not come all at once.
     */
    private static final int RETRY_MIN_MILLIS = 1000;

    private static final int RETRY_MAX_MILLIS = 3000;

    private static final byte[] COMMENT = {':', '\n', '\n'};

    private SseEvents() {}

    /**
     * Adds a comment, the time after which to reconnect, and the first line of the event {@code
     * hello}.
     */
    public static WireBuffer addOpening(WireBuffer out) {
        int retry = ThreadLocalRandom.current().nextInt(RETRY_MIN_MILLIS, RETRY_MAX_MILLIS);
        return out.add(": tailrace\nretry: ").add(retry).add("\n\nevent: hello\n");
    }

    /** The client's access ends at that time. */
    public static byte[] authExpiring(Instant at) {
        return WireBuffer.ofThread()
                .add("event: auth-expiring\ndata: {\"expires\":\"")
                .add(at.toString())
                .add("\"}\n\n")
                .toBytes();
    }

    /** Says that the connection is there. */
    public static byte[] comment() {
        return COMMENT.clone();
    }

    /** The last event. */
    public static byte[] end(Ending ending) {
        WireBuffer out = WireBuffer.ofThread().add("event: end\ndata: ");
        JsonRecord.addEnding(out, ending);
        return out.add("\n\n").toBytes();
    }
}
