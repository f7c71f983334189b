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

/** As many records as come together in one event, {@code {"lines":[...]}}, with one id. */
record EventPerBatch(Epoch epoch, RecordFilter filter, LineState open) implements Encoder {
    @Override
    public Encoded encode(Batch batch) {
        WireBuffer out = WireBuffer.ofThread();
        byte[] prefix = Event.idPrefix(epoch);
        Sight sight = new Sight(filter, open);
        int lines = 0;
        int open = 0;
        for (int i = 0; i < batch.count(); i++) {
            if (JsonRecord.isState(batch, i)) {
                close(out, prefix, open, batch.first() + i - 1);
                open = 0;
                Event.addState(out, prefix, batch, i);
                lines++;
            } else if (sight.shows(batch, i)) {
                if (open++ == 0) {
                    out.add(Event.LINES);
                } else {
                    out.add(',');
                }
                JsonRecord.addLine(out, JsonRecord.HEAD, batch, i, sight);
                lines++;
            }
        }
        close(out, prefix, open, batch.next() - 1);
        return new Encoded(out.toBytes(), lines, sight.after());
    }

    /** Ends the event with the id of the last record that it covers, shown or filtered. */
    private static void close(WireBuffer out, byte[] prefix, int open, long last) {
        if (open > 0) {
            out.add(Event.LINES_END).add(prefix).add(last).add(Event.END);
        }
    }
}
