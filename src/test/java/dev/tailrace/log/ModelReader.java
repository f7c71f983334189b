package dev.tailrace.log;

import static dev.tailrace.log.LogModel.require;

import dev.tailrace.model.Batch;
import dev.tailrace.model.Gap;
import dev.tailrace.model.GapReason;
import java.io.IOException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A reader that goes on from wherever it is, in memory where it can and otherwise in the files, and
 * has all that it gets checked by the model.
 */
final class ModelReader {
    private final StreamLog log;
    private final LogModel model;
    private final Supplier<SegmentFiles> files;
    private final SegmentReader reader;
    private long next;
    private @Nullable Gap lastGap;

    ModelReader(StreamLog log, LogModel model, Supplier<SegmentFiles> files, long next) {
        this.log = log;
        this.model = model;
        this.files = files;
        this.reader = log.reader();
        this.next = next;
    }

    long next() {
        return next;
    }

    /** Takes what comes next; false if nothing does. */
    boolean step() throws IOException {
        Batch batch = log.tail().from(next);
        if (batch != null) {
            take(batch);
            return true;
        }
        if (next < log.first()) {
            lose(log.first());
            return true;
        }
        long held = log.tail().first();
        return stepInFiles(held);
    }

    /** Takes all there is in the files alone; what is not kept any more is one gap. */
    void readFiles() throws IOException {
        Gap last = null;
        while (stepInFiles(log.next())) {
            Gap gap = lastGap;
            require(!isRetention(last) || !isRetention(gap), "two gaps: " + last + " and " + gap);
            last = gap;
            lastGap = null;
        }
    }

    private static boolean isRetention(@Nullable Gap gap) {
        return gap != null && gap.reason() == GapReason.RETENTION;
    }

    private boolean stepInFiles(long held) throws IOException {
        return switch (reader.read(next)) {
            case SegmentReader.Result.Records(Batch batch) -> {
                take(batch);
                yield true;
            }
            case SegmentReader.Result.Missing(Gap gap) -> {
                require(gap.from() == next, "asked for " + next + " and got " + gap);
                lastGap = gap;
                lose(Math.min(gap.to() + 1, held));
                yield true;
            }
            case SegmentReader.Result.AtEnd _ -> {
                if (next < held) {
                    lose(held);
                    yield true;
                }
                require(next == log.next(), "ends at " + next + ", not " + log.next());
                yield false;
            }
        };
    }

    private void take(Batch batch) {
        model.checkRecords(next, batch);
        next = batch.next();
    }

    private void lose(long end) {
        require(end > next, "gap from " + next + " to before " + end);
        model.checkMissing(next, end - 1);
        for (long seq = next; seq < end; seq++) {
            require(!files.get().hold(seq), "record " + seq + " is in the files, and in a gap");
        }
        next = end;
    }

    void close() throws IOException {
        reader.close();
    }
}
