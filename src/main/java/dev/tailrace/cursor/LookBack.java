package dev.tailrace.cursor;

import dev.tailrace.level.LineState;
import dev.tailrace.level.LineWalk;
import dev.tailrace.log.ReadResult;
import dev.tailrace.log.StreamLog;
import dev.tailrace.model.Batch;
import dev.tailrace.model.Origin;
import java.io.IOException;
import java.util.Set;

/**
 * Finds what is open where a reader begins: the event and the line that its first records go on
 * with. Reads files: runs on the replay threads.
 */
final class LookBack {
    private LineWalk walk = new LineWalk(LineState.NOTHING);

    private LookBack() {}

    /** Events are short, mostly: so many records tell what is open of all that have been busy. */
    private static final int SHORT_RECORDS = 256;

    /**
     * What is open before the record {@code seq}; at most {@link LineWalk#LOOK_BACK_RECORDS} before
     * that are read.
     *
     * @param origins those of which it must be right
     * @throws IOException if the log's files cannot be read
     */
    static LineState before(StreamLog log, long seq, Set<Origin> origins) throws IOException {
        long start = log.first();
        LookBack back = new LookBack();
        back.walk(log, Math.max(start, seq - SHORT_RECORDS), seq);
        if (seq - SHORT_RECORDS > start && !origins.stream().allMatch(back.walk::isSureOf)) {
            back.walk = new LineWalk(LineState.NOTHING);
            back.walk(log, Math.max(start, seq - LineWalk.LOOK_BACK_RECORDS), seq);
        }
        return back.walk.state();
    }

    private void walk(StreamLog log, long from, long to) throws IOException {
        log.search().between(from, to, this::over);
    }

    private void over(ReadResult part) {
        switch (part) {
            case ReadResult.Records(Batch batch) -> {
                for (int i = 0; i < batch.count(); i++) {
                    walk.to(batch, i);
                }
            }
            // Whatever was open, nobody knows whether it goes on.
            default -> walk = new LineWalk(LineState.NOTHING);
        }
    }
}
