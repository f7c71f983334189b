package dev.tailrace.log;

/**
 * Turns records into the bytes of a wire format. Two encoders that are equal give equal bytes: that
 * is how subscribers share what one of them had made. Any thread; no state.
 */
public interface Encoder {
    /** The encoding of all records of {@code batch}. */
    Encoded encode(Batch batch);
}
