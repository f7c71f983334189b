package dev.tailrace.face;

import dev.tailrace.cursor.Resumption;
import dev.tailrace.hub.stream.Subscription;
import dev.tailrace.level.LineState;
import dev.tailrace.model.Batch;
import dev.tailrace.model.Encoded;
import dev.tailrace.model.Ending;
import dev.tailrace.model.Epoch;
import dev.tailrace.model.Gap;
import dev.tailrace.model.Positions;
import dev.tailrace.model.StreamName;
import java.time.Instant;
import java.util.List;

/**
 * One reader's side of a format: what is to be written for what is read. Confined to the reader's
 * event loop. An empty array means that the format has no word for it.
 */
public interface Wire {
    byte[] NOTHING = {};

    /**
     * What a reader is told first.
     *
     * @param resumption how its start was met, in all
     * @param positions where the reader is, at any time
     */
    record Opening(List<Joined> streams, Resumption resumption, Positions positions) {}

    /**
     * What a reader is told of one stream first.
     *
     * @param first the oldest seq that is kept
     * @param next the seq of the record that the log will have next
     * @param start the seq of the first record that the reader gets
     */
    record Joined(
            StreamName stream,
            Epoch epoch,
            long first,
            long next,
            long start,
            Resumption resumption) {
        /** Of a stream whose reader has read nothing yet. */
        public static Joined of(Subscription reader) {
            return new Joined(
                    reader.stream(),
                    reader.epoch(),
                    reader.first(),
                    reader.next(),
                    reader.cursor().next(),
                    reader.resumption());
        }
    }

    /** What comes before the first record. */
    byte[] opening(Opening opening);

    /** A stream that has appeared since. */
    default byte[] joined(Joined stream) {
        return NOTHING;
    }

    /**
     * The records; bytes that all readers share where they can.
     *
     * @param open which events and lines are open before the first of them
     */
    Encoded records(StreamName stream, Batch batch, LineState open);

    /** Records that cannot be had any more. */
    byte[] gap(StreamName stream, Gap gap);

    /**
     * Where the reader is after what was written last; {@code shown} is false if that is nothing.
     */
    default byte[] position(boolean shown) {
        return NOTHING;
    }

    /** What is written when nothing else has been for a while. */
    default byte[] heartbeat() {
        return NOTHING;
    }

    /** The reader's access ends at that time, unless that is put off. */
    default byte[] authExpiring(Instant at) {
        return NOTHING;
    }

    /** What comes last. */
    default byte[] end(Ending ending) {
        return NOTHING;
    }
}
