package dev.tailrace.model;

/**
 * What a stream's source is doing.
 *
 * <pre>
 *   STARTING --> RUNNING <--> BACKOFF
 *        \          |            |
 *         `---------+------------+--> ENDED --> STARTING
 * </pre>
 *
 * A stream that is only history, because no source is configured for it, is {@code ENDED}.
 */
public enum StreamState {
    STARTING("starting"),
    RUNNING("running"),
    /** A command has ended and is started again in a while: its readers stay. */
    BACKOFF("backoff"),
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
