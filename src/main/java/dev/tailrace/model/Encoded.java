package dev.tailrace.model;

/**
 * The bytes of a batch in one wire format, shared and therefore never changed.
 *
 * @param lines how many of the batch's records are in it; the others were filtered
 */
@SuppressWarnings("ArrayRecordComponent") // shared on purpose: it is made once for all readers
public record Encoded(byte[] bytes, int lines) {}
