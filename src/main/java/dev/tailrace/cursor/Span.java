package dev.tailrace.cursor;

import dev.tailrace.log.StreamLog;

/**
 * Which records of a log are in question, as those of one run, or a page of a viewer.
 *
 * @param first the seq of the first
 * @param end the seq before which they end
 */
public record Span(long first, long end) {
    /** All that there are, and will be. */
    public static final Span ALL = new Span(0, Long.MAX_VALUE);

    /** Where a reader of all begins: with what is gone of a run it is told so. */
    long firstIn(StreamLog log) {
        return equals(ALL) ? log.first() : first;
    }

    /**
     * What of it lies before {@code next}, where the log ends as yet; of all there will be more.
     */
    public Span before(long next) {
        return equals(ALL) ? ALL : new Span(Math.min(first, next), Math.min(end, next));
    }

    /** The end, as far as there are records. */
    long endIn(StreamLog log) {
        return Math.min(end, log.next());
    }

    /** Where a reader begins that would begin with {@code seq}. */
    long clamp(long seq) {
        return Math.max(first, Math.min(seq, end));
    }
}
