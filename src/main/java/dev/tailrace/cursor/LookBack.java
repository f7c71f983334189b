package dev.tailrace.cursor;

import dev.tailrace.level.LineState;
import dev.tailrace.level.LineWalk;
import dev.tailrace.log.ReadResult;
import dev.tailrace.log.StreamLog;
import dev.tailrace.model.Batch;
import java.io.IOException;

/**
 * Finds what is open where a reader begins: the event and the line that its first records go on
 * with. Reads files: runs on the replay threads.
 */
final class LookBack {
    private LineWalk walk = new LineWalk(LineState.NOTHING);

    private LookBack() {}

    /**
     * What is open before the record {@code seq}; at most {@link LineWalk#LOOK_BACK_RECORDS} before
     * that are read.
     *
     * @throws IOException if the log's files cannot be read
     */
    static LineState before(StreamLog log, long seq) throws IOException {
        LookBack back = new LookBack();
        long first = Math.max(log.first(), seq - LineWalk.LOOK_BACK_RECORDS);
        log.search().between(first, seq, back::over);
        return back.walk.state();
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
