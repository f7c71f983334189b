package dev.tailrace.model;

import org.jspecify.annotations.Nullable;

/**
 * The bytes of a batch in one wire format, shared and therefore never changed.
 *
 * @param lines how many of the batch's records are in it; the others were filtered
 * @param after what an encoder has to know for the records that come next; null for nothing
 */
@SuppressWarnings("ArrayRecordComponent") // shared on purpose: it is made once for all readers
public record Encoded(byte[] bytes, int lines, @Nullable BatchState after) {
    /** What does not concern the records that come next. */
    public Encoded(byte[] bytes, int lines) {
        this(bytes, lines, null);
    }
}
