package dev.tailrace.cursor;

/** How a reader's start was met; the text is the same on the wire and in metrics. */
public enum Resumption {
    /** It asked for no position. */
    START("start"),
    /** It goes on right after the position it named. */
    EXACT("exact"),
    /** Its position is not one of this log: it gets all that is kept. */
    RESET("reset");

    private final String text;

    Resumption(String text) {
        this.text = text;
    }

    /** As on the wire and in metrics. */
    public String text() {
        return text;
    }
}
