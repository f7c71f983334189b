package dev.tailrace.model;

/**
 * What is removed from the beginning of a log.
 *
 * @param first the seq of its first record
 * @param end the seq of the record after its last
 * @param lines how many records there are of it
 * @param bytes what its segments take on disk
 * @param files how many files these are, with their indexes
 */
public record Removal(long first, long end, long lines, long bytes, int files) {
    /** Whether there is nothing to remove. */
    public boolean isNothing() {
        return first >= end;
    }
}
