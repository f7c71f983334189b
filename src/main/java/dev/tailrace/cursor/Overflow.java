package dev.tailrace.cursor;

import java.util.Arrays;
import java.util.Optional;

/** What a live reader does when memory has moved past it. */
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

    public static Optional<Overflow> of(String text) {
        return Arrays.stream(values()).filter(each -> each.text.equals(text)).findFirst();
    }
}
