package dev.tailrace.source;

import dev.tailrace.model.Origin;
import dev.tailrace.model.SourceEvent;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Takes what one source brings. All calls come on the source's {@link IngestLoop}. */
public interface ChunkSink {
    /**
     * Bytes as one read brought them. The array is the loop's read buffer: it is the sink's only
     * until this call returns.
     */
    void bytes(Origin origin, byte[] buffer, int offset, int length);

    /**
     * How long a source waits for a sink that takes nothing now: a full disk is no matter of ms.
     */
    Duration ASK_AGAIN = Duration.ofMillis(100);

    /**
     * Whether it takes bytes now. A source asks before each read, and again after {@link
     * #ASK_AGAIN} if not: meanwhile the pipe fills up and holds the producer.
     */
    default boolean isTaking() {
        return true;
    }

    /** No more bytes of {@code origin} will come, or none of this run of the source. */
    void end(Origin origin);

    /**
     * What the bytes of {@code origin} must be read through, if anything, so that they are not lost
     * between the pipe and this sink. The same for the sink's life; any thread.
     */
    default @Nullable Spool spool(Origin origin) {
        return null;
    }

    /** What happened to the source, in order with its bytes. */
    void event(SourceEvent event);
}
