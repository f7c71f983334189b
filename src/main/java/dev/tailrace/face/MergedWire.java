package dev.tailrace.face;

import dev.tailrace.cursor.Resumption;
import dev.tailrace.model.Batch;
import dev.tailrace.model.Encoded;
import dev.tailrace.model.Ending;
import dev.tailrace.model.Epoch;
import dev.tailrace.model.Gap;
import dev.tailrace.model.Positions;
import dev.tailrace.model.StreamName;
import java.util.List;

/**
 * As {@link Wire}, for a reader of several streams. Whatever moves the reader on is followed by
 * {@link #position}. Confined to the reader's event loop.
 */
public interface MergedWire {
    byte[] NOTHING = {};

    /**
     * What a reader is told of one stream first.
     *
     * @param first the oldest seq that is kept
     * @param next the seq of the record that the log will have next
     */
    record Joined(StreamName stream, Epoch epoch, long first, long next, Resumption resumption) {}

    /** What comes before the first record. */
    byte[] opening(List<Joined> streams, Resumption resumption, Positions positions);

    /** A stream that has appeared since. */
    byte[] joined(Joined stream);

    /** The records; bytes that all readers share where they can. */
    Encoded records(StreamName stream, Batch batch);

    /** Records that cannot be had any more. */
    byte[] gap(StreamName stream, Gap gap);

    /**
     * Where the reader is after what was written last; {@code shown} is false if that is nothing.
     */
    byte[] position(Positions positions, boolean shown);

    /** What is written when nothing else has been for a while. */
    byte[] heartbeat(Positions positions);

    /** What comes last. */
    byte[] end(Ending ending);
}
