package dev.tailrace.log;

import static dev.tailrace.log.LogModel.require;

import dev.tailrace.model.Batch;
import dev.tailrace.model.Gap;
import dev.tailrace.model.GapReason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A reader that goes on from wherever it is, in memory where it can and otherwise in the files, and
 * has all that it gets checked by the model.
 */
final class ModelReader {
    private static final long NONE = -1;

    private final StreamLog log;
    private final LogModel model;
    private final Supplier<@Nullable SegmentFiles> files;
    private final SegmentReader reader;
    private long next;

    /** Where the log began when it was said that all before is gone, with nothing read since. */
    private long lastFirst = NONE;

    /**
     * @param files what lies in the files, or null where that says nothing
     */
    ModelReader(StreamLog log, LogModel model, Supplier<@Nullable SegmentFiles> files, long next) {
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
        Batch batch = log.recent().from(next);
        if (batch != null) {
            take(batch);
            return true;
        }
        if (loseBefore(log.first(), GapReason.RETENTION)) {
            return true;
        }
        return stepInFiles(log.recent().first());
    }

    /** Takes all there is in the files alone. */
    void readFiles() throws IOException {
        while (stepInFiles(log.next())) {}
    }

    private boolean stepInFiles(long held) throws IOException {
        return switch (reader.read(next)) {
            case ReadResult.Records(Batch batch) -> {
                // As a cursor does: what is written may not be published yet.
                int published = (int) (Math.min(batch.next(), log.next()) - batch.first());
                if (published > 0) {
                    take(batch.slice(0, published));
                }
                yield published > 0;
            }
            case ReadResult.Missing(Gap gap) -> {
                require(gap.from() == next, "asked for " + next + " and got " + gap);
                yield loseBefore(Math.min(gap.to() + 1, held), gap.reason());
            }
            case ReadResult.AtEnd _ -> {
                require(next >= held, "ends at " + next + ", before " + held);
                yield false;
            }
        };
    }

    private void take(Batch batch) {
        model.checkRecords(next, batch);
        next = batch.next();
        lastFirst = NONE;
    }

    private boolean loseBefore(long end, GapReason reason) {
        if (next >= end) {
            return false;
        }
        lose(new Gap(next, end - 1, reason));
        return true;
    }

    private void lose(Gap gap) {
        boolean retained = gap.reason() == GapReason.RETENTION;
        SegmentFiles lying = files.get();
        if (retained && lying != null) {
            require(gap.to() < lying.firstBase(log.next()), "kept, but for " + gap);
        }
        require(!retained || lastFirst != log.first(), "two gaps: to " + next + " and " + gap);
        model.checkMissing(next, gap.to());
        for (long seq = next; lying != null && seq <= gap.to(); seq++) {
            require(!lying.hold(seq), "record " + seq + " is in the files, and in " + gap);
        }
        lastFirst = retained ? log.first() : NONE;
        next = gap.to() + 1;
    }

    void close() throws IOException {
        reader.close();
    }

    /** All that a log has in its files, from seq 0 on; null where it is missing. */
    static List<@Nullable ModelRecord> served(StreamLog log) throws IOException {
        List<@Nullable ModelRecord> served = new ArrayList<>();
        try (SegmentReader reader = log.reader()) {
            while (served.size() < log.next()) {
                if (reader.read(served.size()) instanceof ReadResult.Records(Batch batch)) {
                    for (int i = 0; i < batch.count(); i++) {
                        served.add(ModelRecord.of(batch, i));
                    }
                } else {
                    served.add(null);
                }
            }
        }
        return served;
    }
}
