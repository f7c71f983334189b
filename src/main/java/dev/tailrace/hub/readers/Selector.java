package dev.tailrace.hub.readers;

import dev.tailrace.model.Labels;
import java.util.List;
import java.util.function.Predicate;

/**
 * Picks streams by their labels, as Prometheus and Loki do: {@code {app="web",env!="test"}}. A
 * label that a stream lacks is as one that is empty. Any thread.
 */
public final class Selector {
    /** Every stream. */
    public static final Selector ALL = new Selector(List.of(), 0);

    private final List<Predicate<Labels>> tests;
    private final int heldBytes;

    /**
     * @param heldBytes about how much memory the patterns of the tests hold
     */
    private Selector(List<Predicate<Labels>> tests, int heldBytes) {
        this.tests = List.copyOf(tests);
        this.heldBytes = heldBytes;
    }

    /**
     * Reads a selector; not on an event loop if it has patterns ({@link #hasPatterns}).
     *
     * @throws IllegalArgumentException if {@code text} is none, or beyond a bound; the message says
     *     what is accepted
     */
    public static Selector parse(String text) {
        SelectorReader reader = new SelectorReader(text);
        return new Selector(reader.tests(), reader.heldBytes());
    }

    /** Whether {@code text} may have patterns to be compiled. */
    public static boolean hasPatterns(String text) {
        return text.indexOf('~') >= 0;
    }

    /** About how much memory its patterns hold, in bytes. */
    public int heldBytes() {
        return heldBytes;
    }

    /** Whether a stream with these labels is picked. */
    public boolean matches(Labels labels) {
        return tests.stream().allMatch(test -> test.test(labels));
    }
}
