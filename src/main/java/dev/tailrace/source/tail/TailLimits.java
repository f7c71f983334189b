package dev.tailrace.source.tail;

/**
 * The bounds of following files.
 *
 * @param maxOpenFiles over all streams; what is found beyond is followed once others are gone
 * @param turnBytes what one stream reads before the others of its loop have their turn
 * @param maxWaitingFiles of one stream: how many rotated files are held open until they are read
 */
public record TailLimits(int maxOpenFiles, int turnBytes, int maxWaitingFiles) {}
