package dev.tailrace.source;

import dev.tailrace.model.Origin;
import dev.tailrace.model.SourceEvent;
import org.jspecify.annotations.Nullable;

/** Takes what one source brings. All calls come on the source's {@link IngestLoop}. */
public interface ChunkSink {
    /**
     * Bytes as one read brought them. The array is the loop's read buffer: it is the sink's only
     * until this call returns.
     */
    void bytes(Origin origin, byte[] buffer, int offset, int length);

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
