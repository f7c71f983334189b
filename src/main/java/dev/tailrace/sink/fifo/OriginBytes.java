package dev.tailrace.sink.fifo;

import dev.tailrace.model.Batch;
import dev.tailrace.model.Origin;

/**
 * The bytes of one origin in a batch, from where that origin's reader is: contents, and a newline
 * after those that are no part. One thread.
 */
final class OriginBytes {
    private final Batch batch;
    private final Origin origin;
    private int record;

    /** How many of the origin's bytes, from the current record on, have been given before. */
    private long skip;

    OriginBytes(Batch batch, Origin origin, long skip) {
        this.batch = batch;
        this.origin = origin;
        this.skip = skip;
        pass();
    }

    /** Puts as much of it into {@code buffer} as there is and fits; returns how much that is. */
    int fill(byte[] buffer) {
        int filled = 0;
        long given = skip;
        for (int i = record; i < batch.count() && filled < buffer.length; i++) {
            if (batch.origin(i) == origin) {
                int length = (int) Math.min(batch.producedBytes(i) - given, buffer.length - filled);
                int from = batch.contentStart(i) + (int) given;
                System.arraycopy(batch.bytes(), from, buffer, filled, length);
                filled += length;
                given = 0;
            }
        }
        return filled;
    }

    /** The next {@code bytes} of it have been given; tells {@code trail} what began there. */
    void gave(int bytes, Trail trail, int capacity) {
        int rest = bytes;
        while (rest > 0) {
            if (skip == 0) {
                trail.begins(seq());
            }
            int here = (int) Math.min(rest, batch.producedBytes(record) - skip);
            trail.wrote(here, capacity);
            skip += here;
            rest -= here;
            pass();
        }
    }

    /** Goes on to the record of which there is something to give. */
    private void pass() {
        while (record < batch.count()) {
            if (batch.origin(record) == origin) {
                if (skip < batch.producedBytes(record)) {
                    return;
                }
                skip -= batch.producedBytes(record);
            }
            record++;
        }
    }

    /** Whether all of it has been given. */
    boolean isEmpty() {
        return record == batch.count();
    }

    /** The record to go on with. */
    long seq() {
        return batch.first() + record;
    }

    /** How many of the origin's bytes to leave out from there on. */
    long skip() {
        return skip;
    }
}
