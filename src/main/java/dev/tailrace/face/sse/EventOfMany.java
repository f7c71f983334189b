package dev.tailrace.face.sse;

import dev.tailrace.cursor.RecordFilter;
import dev.tailrace.cursor.Sight;
import dev.tailrace.face.JsonRecord;
import dev.tailrace.face.Wire;
import dev.tailrace.face.WireBuffer;
import dev.tailrace.level.LineState;
import dev.tailrace.model.Batch;
import dev.tailrace.model.Batch.Encoder;
import dev.tailrace.model.Encoded;
import dev.tailrace.model.StreamName;

/**
 * As many records of one stream as come together in one event, {@code {"lines":[...]}}; the id that
 * ends it is each reader's own.
 */
record EventOfMany(StreamName stream, RecordFilter filter, LineState open) implements Encoder {
    @Override
    public Encoded encode(Batch batch) {
        WireBuffer out = WireBuffer.ofThread().add(Event.LINES);
        byte[] head = JsonRecord.head(stream);
        Sight sight = new Sight(filter, open);
        int lines = 0;
        for (int i = 0; i < batch.count(); i++) {
            boolean state = JsonRecord.isState(batch, i);
            if (!state && !sight.shows(batch, i)) {
                continue;
            }
            if (lines++ > 0) {
                out.add(',');
            }
            if (state) {
                JsonRecord.addState(out, head, batch, i);
            } else {
                JsonRecord.addLine(out, head, batch, i, sight);
            }
        }
        return lines == 0
                ? new Encoded(Wire.NOTHING, 0, sight.after())
                : new Encoded(out.add(Event.LINES_END).toBytes(), lines, sight.after());
    }
}
