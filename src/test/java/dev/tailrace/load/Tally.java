package dev.tailrace.load;

import java.util.Arrays;

/** What came of the lines, over all connections. Confined to the thread that reads them. */
final class Tally {
    private long deliveries;
    private long missing;
    private long repeated;
    private long outOfOrder;
    private long lastDelivery;
    private long[] latencies = new long[1 << 16];
    private int measured;
    private boolean sorted;

    /**
     * One line, and what it says of the order.
     *
     * @param expected the number that comes next if nothing is wrong
     */
    void delivered(long number, long expected) {
        deliveries++;
        if (number > expected) {
            missing += number - expected;
        } else if (number == expected - 1) {
            repeated++;
        } else if (number < expected) {
            outOfOrder++;
        }
    }

    /** Something was read, at this {@link System#nanoTime}. */
    void readAt(long nanos) {
        lastDelivery = nanos;
    }

    /** How long a line took, in ns. */
    void took(long nanos) {
        if (measured == latencies.length) {
            latencies = Arrays.copyOf(latencies, measured * 2);
        }
        latencies[measured++] = nanos;
        sorted = false;
    }

    /** Lines that never came. */
    void lost(long lines) {
        missing += lines;
    }

    boolean isClean() {
        return missing == 0 && repeated == 0 && outOfOrder == 0;
    }

    long deliveries() {
        return deliveries;
    }

    /** When something was read last, as {@link System#nanoTime}. */
    long lastDelivery() {
        return lastDelivery;
    }

    long missing() {
        return missing;
    }

    /** Lines that came twice in a row. */
    long repeated() {
        return repeated;
    }

    /** Lines that came after a later one, for the first time or again. */
    long outOfOrder() {
        return outOfOrder;
    }

    /** The latency that this share of the sampled lines did not exceed; 0 if there are none. */
    double latencyMillis(double share) {
        if (measured == 0) {
            return 0;
        }
        if (!sorted) {
            Arrays.sort(latencies, 0, measured);
            sorted = true;
        }
        return latencies[(int) (share * (measured - 1))] / 1e6;
    }
}
