package dev.tailrace.face.search;

/** How long steps take: the first are short, so that a client sees at once what is near. */
final class Pace {
    /** Enough for the newest records, and for a few megabytes of a file. */
    private static final long FIRST_NANOS = 10_000_000;

    /** Half of the time within which a client is to hear of its search. */
    private static final long MOST_NANOS = 100_000_000;

    private long nanos = FIRST_NANOS;

    /** How many ns the next step may take. */
    long next() {
        long now = nanos;
        nanos = Math.min(nanos * 2, MOST_NANOS);
        return now;
    }
}
