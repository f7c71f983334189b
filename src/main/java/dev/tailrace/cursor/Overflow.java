package dev.tailrace.cursor;

import java.util.Optional;

/** What a live reader does when the tail has moved past it. */
public enum Overflow {
    /** Falls back to the files and catches up: loses nothing that is kept. */
    WAIT("wait"),
    /** Jumps to now, with a gap. */
    LATEST("latest"),
    /** Ends. */
    CLOSE("close");

    private final String text;

    Overflow(String text) {
        this.text = text;
    }

    /** As in queries. */
    public String text() {
        return text;
    }

    /** The one that {@code text} names. */
    public static Optional<Overflow> of(String text) {
        for (Overflow overflow : values()) {
            if (overflow.text.equals(text)) {
                return Optional.of(overflow);
            }
        }
        return Optional.empty();
    }
}
