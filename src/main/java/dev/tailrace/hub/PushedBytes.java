package dev.tailrace.hub;

import dev.tailrace.log.ReadResult;
import dev.tailrace.log.SegmentReader;
import dev.tailrace.log.StreamLog;
import dev.tailrace.model.Batch;
import dev.tailrace.model.Origin;
import java.io.IOException;

/**
 * How much of a request's lines the log has: its records from the seq that came next when they were
 * sent there, up to the first that is missing, hold the first of them, of each origin. What came
 * after the request is not counted, as it had its last byte before.
 */
final class PushedBytes {
    private final KeyNote note;
    private long stdout;
    private long stderr;
    private long last;

    private PushedBytes(KeyNote note) {
        this.note = note;
        this.last = note.from() - 1;
    }

    /**
     * Reads them from the files.
     *
     * @throws IOException if the log cannot be read
     */
    static PushedBytes of(StreamLog log, KeyNote note) throws IOException {
        PushedBytes found = new PushedBytes(note);
        long seq = note.from();
        try (SegmentReader reader = log.reader()) {
            while (seq < log.next()
                    && !found.isAll()
                    && reader.read(seq) instanceof ReadResult.Records(Batch batch)) {
                found.add(batch);
                seq = batch.next();
            }
        }
        return found;
    }

    private void add(Batch batch) {
        for (int i = 0; i < batch.count() && !isAll(); i++) {
            int newline = batch.partial(i) ? 0 : 1;
            int length = batch.contentEnd(i) - batch.contentStart(i) + newline;
            if (batch.origin(i) == Origin.STDOUT) {
                stdout += length;
            } else if (batch.origin(i) == Origin.STDERR) {
                stderr += length;
            } else {
                continue;
            }
            last = batch.first() + i;
        }
    }

    boolean isAll() {
        return note.hadStdout() + stdout >= note.stdout()
                && note.hadStderr() + stderr >= note.stderr();
    }

    long stdout() {
        return stdout;
    }

    long stderr() {
        return stderr;
    }

    /** The seq of the last of its records. */
    long last() {
        return last;
    }
}
