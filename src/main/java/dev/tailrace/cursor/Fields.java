package dev.tailrace.cursor;

/**
 * What a reader wants to be told of each line beside what it is.
 *
 * @param level its level
 * @param first the seq of its first record, of each that is not the first
 */
public record Fields(boolean level, boolean first) {
    public static final Fields NONE = new Fields(false, false);

    /** Whether a reader wants any. */
    boolean any() {
        return level || first;
    }
}
