package dev.tailrace.model;

/**
 * One record, taken out of its batch: for tests, tools and whatever is not on the hot path.
 *
 * @param time nanoseconds since 1970, UTC
 * @param partial whether its line goes on in the next record of the same origin
 * @param content the record's bytes, without a newline
 */
@SuppressWarnings("ArrayRecordComponent") // the bytes are what a line is; it is never compared
public record Line(long seq, long time, Origin origin, boolean partial, byte[] content) {}
