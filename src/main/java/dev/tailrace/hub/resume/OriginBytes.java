package dev.tailrace.hub.resume;

import dev.tailrace.log.ReadResult;
import dev.tailrace.log.SegmentReader;
import dev.tailrace.log.StreamLog;
import dev.tailrace.model.Batch;
import dev.tailrace.model.Origin;
import dev.tailrace.source.ProducedBytes;
import java.io.IOException;

/**
 * How many bytes of each origin the records of a log hold, newlines included, up to the first
 * record that is missing. One thread at a time.
 */
public final class OriginBytes {
    private final ProducedBytes most;
    private long stdout;
    private long stderr;
    private long last;
    private long next;

    /** All that there are. */
    public OriginBytes() {
        this(new ProducedBytes(Long.MAX_VALUE, Long.MAX_VALUE));
    }

    /** Up to the record that completes so many of both origins. */
    public OriginBytes(ProducedBytes most) {
        this.most = most;
    }

    /**
     * Counts them in the records from {@code first} on.
     *
     * @throws IOException if the log cannot be read; what was counted before that is known
     */
    public void count(StreamLog log, long first) throws IOException {
        next = first;
        last = first - 1;
        try (SegmentReader reader = log.reader()) {
            while (next < log.next()
                    && !isAll()
                    && reader.read(next) instanceof ReadResult.Records(Batch batch)) {
                add(batch);
            }
        }
    }

    private void add(Batch batch) {
        for (int i = 0; i < batch.count() && !isAll(); i++) {
            int bytes = batch.producedBytes(i);
            if (batch.origin(i) == Origin.STDOUT) {
                stdout += bytes;
            } else if (batch.origin(i) == Origin.STDERR) {
                stderr += bytes;
            } else {
                continue;
            }
            last = batch.first() + i;
        }
        next = batch.next();
    }

    /** Whether there are as many as were asked for. */
    public boolean isAll() {
        return stdout >= most.stdout() && stderr >= most.stderr();
    }

    /** Those that were counted. */
    public ProducedBytes counted() {
        return new ProducedBytes(stdout, stderr);
    }

    /** The seq of the last record that was counted. */
    public long last() {
        return last;
    }

    /** The seq of the first record that was not looked at. */
    long next() {
        return next;
    }
}
