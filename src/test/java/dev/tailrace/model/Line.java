package dev.tailrace.model;

import java.util.Arrays;

/**
 * One record, taken out of its batch.
 *
 * @param time nanoseconds since 1970, UTC
 * @param partial whether its line goes on in the next record of the same origin
 * @param content the record's bytes, without a newline
 */
@SuppressWarnings("ArrayRecordComponent") // the bytes are what a line is; it is never compared
public record Line(long seq, long time, Origin origin, boolean partial, byte[] content) {
    /** The record at {@code index}, copied out. */
    public static Line of(Batch batch, int index) {
        return new Line(
                batch.first() + index,
                batch.time(index),
                batch.origin(index),
                batch.partial(index),
                Arrays.copyOfRange(
                        batch.bytes(), batch.contentStart(index), batch.contentEnd(index)));
    }
}
