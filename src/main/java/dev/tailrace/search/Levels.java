package dev.tailrace.search;

import dev.tailrace.cursor.RecordFilter;
import dev.tailrace.level.Level;
import dev.tailrace.level.LineState;
import dev.tailrace.level.LineWalk;
import dev.tailrace.log.ReadResult;
import dev.tailrace.log.StreamLog;
import dev.tailrace.model.Batch;
import java.io.IOException;
import java.util.Arrays;

/**
 * The levels of records here and there in a log. A record's level may be that of one far before it,
 * so those of a page are found at a time. One thread at a time.
 */
final class Levels {
    /** As many as are read before them to know what is open there. */
    private static final int PAGE = LineWalk.LOOK_BACK_RECORDS;

    private final StreamLog log;
    private final RecordFilter filter;
    private final Level[] page = new Level[PAGE];
    private long first = -PAGE;
    private LineWalk walk = new LineWalk(LineState.NOTHING);

    Levels(StreamLog log, RecordFilter filter) {
        this.log = log;
        this.filter = filter;
    }

    /**
     * The level of a record.
     *
     * @param backwards whether those before it are likely to be asked for next
     * @throws IOException if the log's files cannot be read
     */
    Level at(long seq, boolean backwards) throws IOException {
        if (seq < first || seq >= first + PAGE) {
            fill(backwards ? Math.max(0, seq - PAGE + 1) : seq);
        }
        return page[(int) (seq - first)];
    }

    private void fill(long from) throws IOException {
        Arrays.fill(page, Level.NONE);
        walk = new LineWalk(filter.openAt(log, from));
        first = from;
        log.search().between(from, Math.min(from + PAGE, log.next()), this::over);
    }

    private void over(ReadResult part) {
        switch (part) {
            case ReadResult.Records(Batch batch) -> {
                for (int i = 0; i < batch.count(); i++) {
                    walk.to(batch, i);
                    page[(int) (batch.first() + i - first)] = walk.level();
                }
            }
            // Whatever was open, nobody knows whether it goes on.
            default -> walk = new LineWalk(LineState.NOTHING);
        }
    }
}
