package dev.tailrace.face.sse;

import dev.tailrace.cursor.RecordFilter;
import dev.tailrace.cursor.Sight;
import dev.tailrace.face.JsonRecord;
import dev.tailrace.face.WireBuffer;
import dev.tailrace.level.LineState;
import dev.tailrace.model.Batch;
import dev.tailrace.model.Batch.Encoder;
import dev.tailrace.model.Encoded;
import dev.tailrace.model.Epoch;

/** One event a record. */
record EventPerRecord(Epoch epoch, RecordFilter filter, LineState open) implements Encoder {
    @Override
    public Encoded encode(Batch batch) {
        WireBuffer out = WireBuffer.ofThread();
        byte[] prefix = Event.idPrefix(epoch);
        Sight sight = new Sight(filter, open);
        int lines = 0;
        for (int i = 0; i < batch.count(); i++) {
            if (JsonRecord.isState(batch, i)) {
                Event.addState(out, prefix, batch, i);
                lines++;
            } else if (sight.shows(batch, i)) {
                out.add(prefix).add(batch.first() + i).add(Event.DATA);
                JsonRecord.addLine(out, JsonRecord.HEAD, batch, i, sight);
                out.add(Event.END);
                lines++;
            }
        }
        return new Encoded(out.toBytes(), lines, sight.after());
    }
}
