package dev.tailrace.log;

/**
 * Records as they lie together in a file, not cut: the first {@code length} bytes of where they
 * were read to. They are those of these numbers if they have as many line ends; whoever finds
 * another number of them asks a {@link SegmentReader}, which tells what is damaged.
 *
 * @param first the seq of the first record
 * @param next the seq after the last one's
 */
public record Uncut(long first, long next, int length) {}
