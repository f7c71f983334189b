package dev.tailrace.face.ndjson;

import dev.tailrace.cursor.RecordFilter;
import dev.tailrace.cursor.Sight;
import dev.tailrace.face.JsonRecord;
import dev.tailrace.face.WireBuffer;
import dev.tailrace.level.LineState;
import dev.tailrace.model.Batch;
import dev.tailrace.model.Batch.Encoder;
import dev.tailrace.model.Encoded;
import dev.tailrace.model.StreamName;
import org.jspecify.annotations.Nullable;

/**
 * One object a line.
 *
 * @param stream whose name each object has; null if that goes without saying
 * @param open which events and lines are open before the batch
 */
record NdjsonEncoder(@Nullable StreamName stream, RecordFilter filter, LineState open)
        implements Encoder {
    @Override
    public Encoded encode(Batch batch) {
        WireBuffer out = WireBuffer.ofThread();
        byte[] head = JsonRecord.head(stream);
        Sight sight = new Sight(filter, open);
        int lines = 0;
        for (int i = 0; i < batch.count(); i++) {
            if (JsonRecord.isState(batch, i)) {
                out.add("{\"state\":");
                JsonRecord.addState(out, head, batch, i);
                out.add("}\n");
                lines++;
            } else if (sight.shows(batch, i)) {
                JsonRecord.addLine(out, head, batch, i, sight);
                out.add('\n');
                lines++;
            }
        }
        return new Encoded(out.toBytes(), lines, sight.after());
    }
}
