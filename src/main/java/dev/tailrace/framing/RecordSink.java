package dev.tailrace.framing;

/** Takes the records that a {@link Framer} cuts, in order, on the framer's thread. */
@FunctionalInterface
public interface RecordSink {
    /**
     * One record. The bytes are the sink's only until this call returns.
     *
     * @param partial whether the line goes on in the next record
     */
    void record(byte[] bytes, int offset, int length, boolean partial);
}
