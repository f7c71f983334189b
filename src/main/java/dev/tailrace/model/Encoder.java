package dev.tailrace.model;

/**
 * Turns records into the bytes of a wire format. Two encoders that are equal give equal bytes: that
 * is how subscribers share what one of them had made. Any thread if it is shared.
 */
public interface Encoder {
    /** The encoding of all records of {@code batch}. */
    Encoded encode(Batch batch);

    /** Whether others may be given what this one has made; not so for one that keeps a state. */
    default boolean isShared() {
        return true;
    }
}
