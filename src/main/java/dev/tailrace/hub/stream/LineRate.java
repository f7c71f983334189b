package dev.tailrace.hub.stream;

/**
 * How many records a stream has got a second lately: since the sample before the newest, which is
 * one to two periods ago. {@link #sample} is for one thread, {@link #perSecond} for any.
 *
 * <pre>
 *   samples  --|---------|---------|----- now
 *                        ^older    ^newer
 *                        |---- rate ----|
 * </pre>
 */
final class LineRate {
    /** So that what comes at once with a new stream is not taken for more than it is. */
    private static final double LEAST_SECONDS = 1;

    private record Sample(long next, long nanos) {}

    private volatile Sample older;
    private Sample newer;

    /**
     * @param next the seq of the record that comes next
     * @param nanos a clock that is never set
     */
    LineRate(long next, long nanos) {
        newer = new Sample(next, nanos);
        older = newer;
    }

    void sample(long next, long nanos) {
        older = newer;
        newer = new Sample(next, nanos);
    }

    double perSecond(long next, long nanos) {
        Sample from = older;
        return (next - from.next) / Math.max(LEAST_SECONDS, (nanos - from.nanos) / 1e9);
    }
}
