package dev.tailrace.face;

import dev.tailrace.cursor.Resumption;
import dev.tailrace.model.Batch;
import dev.tailrace.model.Encoded;
import dev.tailrace.model.Ending;
import dev.tailrace.model.Gap;

/**
 * One reader's side of a format: what is to be written for what its cursor hands out. Confined to
 * the reader's event loop. An empty array means that the format has no word for it.
 */
public interface Wire {
    byte[] NOTHING = {};

    /**
     * What a reader is told first.
     *
     * @param first the oldest seq that is kept
     * @param next the seq of the record that the log will have next
     * @param start the seq of the first record that the reader gets
     */
    record Opening(long first, long next, long start, Resumption resumption) {}

    /** What comes before the first record. */
    byte[] opening(Opening opening);

    /** The records; bytes that all readers share where they can. */
    Encoded records(Batch batch);

    /** Records that cannot be had any more. */
    byte[] gap(Gap gap);

    /**
     * What is written when nothing else has been for a while.
     *
     * @param next the seq of the record that comes next
     */
    byte[] heartbeat(long next);

    /** What comes last. */
    byte[] end(Ending ending);
}
