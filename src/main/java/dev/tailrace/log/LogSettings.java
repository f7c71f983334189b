package dev.tailrace.log;

/**
 * The bounds of one stream's log.
 *
 * @param segmentBytes a segment is full when the next record would make it larger
 * @param tailBytes how much memory the tail may hold in records, and as much again in encodings
 */
public record LogSettings(long segmentBytes, long tailBytes) {}
