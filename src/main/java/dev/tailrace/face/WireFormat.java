package dev.tailrace.face;

import dev.tailrace.cursor.RecordFilter;
import dev.tailrace.model.Epoch;
import dev.tailrace.model.Refusal;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A form in which a log is served. Any thread. */
public interface WireFormat {
    /**
     * How one reader wants it.
     *
     * @param timestamps whether each line of text begins with its time
     * @param batch whether records come several in one event
     * @param gaps whether text says where records are missing
     * @param heartbeat how long it may be quiet
     */
    record Options(
            RecordFilter filter,
            boolean timestamps,
            boolean batch,
            boolean gaps,
            Duration heartbeat) {}

    /** What it is called in metrics. */
    String name();

    /** As in {@code Accept}. */
    String mediaType();

    /** What clients also call it in {@code Accept}. */
    default List<String> aliases() {
        return List.of();
    }

    default String contentType() {
        return mediaType();
    }

    /** The order of the formats for a client to which all are equal. */
    int rank();

    /**
     * Whether its clients are there to follow: they do where they do not say otherwise, reconnect
     * by themselves, and stop only at 204.
     */
    default boolean isForFollowing() {
        return false;
    }

    /** What a response in this format says of itself. */
    default Map<String, String> headers(boolean gzip) {
        Map<String, String> headers = new HashMap<>();
        headers.put("Content-Type", contentType());
        if (gzip) {
            headers.put("Content-Encoding", "gzip");
        }
        headers.put("Vary", "Accept, Accept-Encoding");
        headers.put("Cache-Control", "no-store, no-transform");
        headers.put("X-Accel-Buffering", "no");
        return headers;
    }

    /** The side of a reader of the log {@code epoch}. */
    Wire open(Epoch epoch, Options options);

    /** The side of a reader of several streams. */
    Wire openSeveral(Options options);

    /**
     * What a client is answered, with 200, that would never come back after any other status; empty
     * if it understands 503.
     */
    default byte[] refusal(Refusal refusal) {
        return Wire.NOTHING;
    }
}
