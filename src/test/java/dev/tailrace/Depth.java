package dev.tailrace;

/**
 * How much of their search space the tests go through that try every place or many random orders.
 * At depth 1, which {@code verify} has, such a test takes seconds; {@code -Dtest.depth=10} is ten
 * times as much.
 */
public final class Depth {
    private static final int DEPTH = Integer.getInteger("test.depth", 1);

    private Depth() {}

    /** How many random orders to play. */
    public static int rounds(int atDepthOne) {
        return Math.multiplyExact(atDepthOne, DEPTH);
    }

    /** The step from one place to the next, when every place of a file is tried. */
    public static int step(int atDepthOne) {
        return Math.max(1, atDepthOne / DEPTH);
    }
}
