package dev.tailrace.level;

import dev.tailrace.model.BatchState;

/**
 * What is open between two records: the event that the next line of an origin may go on with, and
 * the line that its next record does. Equal states lead to equal levels. Any thread: immutable.
 */
public record LineState(OfOrigin stdout, OfOrigin stderr) implements BatchState {
    /** No record before this one. */
    static final long NO_SEQ = -1;

    /** Nothing is open, or nothing is known of it. */
    public static final LineState NOTHING = new LineState(OfOrigin.NOTHING, OfOrigin.NOTHING);

    /**
     * What is open of one origin.
     *
     * @param level that of the event
     * @param event the seq of the event's first record, or {@link #NO_SEQ} if it has no level
     * @param line the seq of the first record of a line that goes on, or {@link #NO_SEQ}
     * @param last the seq of the newest record of that line, or {@link #NO_SEQ}
     */
    public record OfOrigin(Level level, long event, long line, long last) {
        static final OfOrigin NOTHING = new OfOrigin(Level.NONE, NO_SEQ, NO_SEQ, NO_SEQ);
    }
}
