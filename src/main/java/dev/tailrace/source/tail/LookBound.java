package dev.tailrace.source.tail;

/** What ends a look through folders before its end. */
public enum LookBound {
    FOLDERS("max-folders"),
    FILES("max-found-files"),
    TIME("max-look-time"),
    /** Deeper folders are not looked into. */
    DEPTH("max-depth");

    private final String text;

    LookBound(String text) {
        this.text = text;
    }

    /** As in the log and in metrics. */
    public String text() {
        return text;
    }
}
