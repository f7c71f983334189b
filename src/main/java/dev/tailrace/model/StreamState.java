package dev.tailrace.model;

/**
 * What a stream's source is doing.
 *
 * <pre>
 *   STARTING --> RUNNING --> ENDED
 *       \____________________/^
 * </pre>
 *
 * A stream that is only history, because no source is configured for it, is {@code ENDED}.
 */
public enum StreamState {
    STARTING("starting"),
    RUNNING("running"),
    ENDED("ended");

    private final String text;

    StreamState(String text) {
        this.text = text;
    }

    /** As on the wire and in metrics. */
    public String text() {
        return text;
    }
}
