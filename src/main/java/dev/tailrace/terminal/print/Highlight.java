package dev.tailrace.terminal.print;

import dev.tailrace.cursor.BoundedPattern;
import java.util.List;

/** What is to be seen at once in a line: whatever one of the patterns finds. */
public final class Highlight {
    private static final int[] NOTHING = {};

    private final BoundedPattern pattern;

    /**
     * What one of the patterns finds.
     *
     * @throws IllegalArgumentException if one is none; the message says what is accepted
     */
    public Highlight(List<String> patterns) {
        this.pattern =
                BoundedPattern.compile(
                        patterns.size() == 1
                                ? patterns.getFirst()
                                : "(?:" + String.join(")|(?:", patterns) + ")");
    }

    /** Beginnings and ends in turn. */
    int[] places(byte[] line) {
        return pattern.isFoundIn(line) ? pattern.placesIn(line) : NOTHING;
    }
}
