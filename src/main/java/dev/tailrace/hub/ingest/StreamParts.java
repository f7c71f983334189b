package dev.tailrace.hub.ingest;

import dev.tailrace.cursor.Feed;
import dev.tailrace.hub.resume.Checkpoint;
import dev.tailrace.hub.resume.Spools;
import dev.tailrace.log.StreamLog;
import dev.tailrace.model.StreamName;
import dev.tailrace.source.IngestLoop;

/**
 * What one stream is made of.
 *
 * @param loop on which its source must read
 * @param feed its log, and the cursors that wait for more
 * @param spools what is read from its pipes and lately not yet in the log
 * @param checkpoint where its source was
 * @param runs the executions of its source
 */
public record StreamParts(
        StreamName name,
        IngestLoop loop,
        Feed feed,
        Spools spools,
        Checkpoint checkpoint,
        Runs runs) {
    public StreamLog log() {
        return feed.log();
    }
}
