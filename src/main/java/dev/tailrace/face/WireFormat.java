package dev.tailrace.face;

import dev.tailrace.cursor.RecordFilter;
import dev.tailrace.model.Epoch;
import java.time.Duration;

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
            Epoch epoch,
            RecordFilter filter,
            boolean timestamps,
            boolean batch,
            boolean gaps,
            Duration heartbeat) {}

    /** What it is called in metrics. */
    String name();

    /** As in {@code Accept}. */
    String mediaType();

    /** As in {@code Content-Type}. */
    String contentType();

    /** The order of the formats for a client to which all are equal. */
    int rank();

    /**
     * Whether its clients are there to follow: they do where they do not say otherwise, reconnect
     * by themselves, and stop only at 204.
     */
    boolean isForFollowing();

    /**
     * What a client is answered, with 200, that would never come back after any other status; empty
     * if it understands 503.
     */
    default byte[] refusal(Refusal refusal) {
        return Wire.NOTHING;
    }

    /** One reader's side of it. */
    Wire open(Options options);
}
