package dev.tailrace.hub.ingest;

import dev.tailrace.model.Batch;
import dev.tailrace.model.Cri;
import java.nio.charset.StandardCharsets;

/**
 * A record that a person has left in a stream.
 *
 * @param time as the record has it, in UTC
 */
public record Mark(long seq, String time) {
    /** The last record of {@code batch}. */
    static Mark lastOf(Batch batch) {
        int last = batch.count() - 1;
        return new Mark(
                batch.first() + last,
                new String(
                        batch.bytes(),
                        batch.start(last),
                        Cri.TIME_BYTES,
                        StandardCharsets.US_ASCII));
    }
}
