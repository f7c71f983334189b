package dev.tailrace.source;

import dev.tailrace.model.Origin;
import dev.tailrace.model.SourceEvent;

/** Takes what one source brings. All calls come on the source's {@link IngestLoop}. */
public interface ChunkSink {
    /**
     * Bytes as one read brought them. The array is the loop's read buffer: it is the sink's only
     * until this call returns.
     */
    void bytes(Origin origin, byte[] buffer, int offset, int length);

    /** No more bytes of {@code origin} will come, or none of this run of the source. */
    void end(Origin origin);

    /** What happened to the source, in order with its bytes. */
    void event(SourceEvent event);
}
