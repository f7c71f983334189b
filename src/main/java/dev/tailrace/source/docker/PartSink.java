package dev.tailrace.source.docker;

import dev.tailrace.model.Origin;

/**
 * Takes a container's output in the parts that the engine keeps: a line, or 16 KiB of a longer one.
 * The calls of one part come together: begin, content any number of times, end. What a sink is not
 * about is ignored.
 */
interface PartSink {
    /**
     * A part begins.
     *
     * @param stamp when the engine took it, in ns since 1970
     */
    default void begin(Origin origin, long stamp) {}

    /** Bytes of the part: the array is the sink's only until this call returns. */
    void content(byte[] buffer, int offset, int length);

    /** The part is complete. */
    default void end() {}

    /** What the engine says itself, in the middle of the output. */
    default void notice(String text) {}
}
