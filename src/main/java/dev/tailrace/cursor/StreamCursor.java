package dev.tailrace.cursor;

import dev.tailrace.model.Ending;

/** A reader's position in the log of one stream, whichever way it goes. Confined to its owner. */
public abstract class StreamCursor extends OnDemand<Delivery> {
    /**
     * The seq of the record that comes next; backwards the one after that. From another thread it
     * may be a moment old.
     */
    public abstract long next();

    /** Whether it is where it is to end before its stream does. */
    public abstract boolean isAtBound();

    /** Whether it reads files rather than memory, for all it knows. */
    public abstract boolean isReplaying();

    /**
     * The reader has no room for what it was handed last, from the record {@code seq} on: that
     * comes again when it asks again, from wherever it then is. Only before it has asked for more.
     */
    public abstract void putBack(long seq);

    /**
     * Ends before the record {@code seq}, for the reason {@code ending}, if it is to come there.
     */
    public abstract void endBefore(long seq, Ending ending);

    /**
     * Has it hand out nothing from the record {@code seq} on: to be called before there is such a
     * record, since the owner may be about to read. Then {@link #endBefore} is due. Any thread.
     */
    public abstract void readNothingFrom(long seq, Ending ending);

    /** The end of the stream is not the cursor's: it waits for the stream to go on. */
    public abstract void outliveStream();

    /** How many records it is behind what comes before {@code newest}. */
    public abstract long lag(long newest);
}
