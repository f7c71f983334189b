package dev.tailrace.face.ws;

import dev.tailrace.cursor.RecordFilter;
import dev.tailrace.face.JsonRecord;
import dev.tailrace.face.Wire;
import dev.tailrace.face.WireBuffer;
import dev.tailrace.model.Batch;
import dev.tailrace.model.Batch.Encoder;
import dev.tailrace.model.Encoded;
import dev.tailrace.model.Epoch;

/**
 * What all subscriptions share of a message of lines: {@code [...],"position":"..."}} after its
 * head. Nothing if no line is shown, and nothing if one of the gateway's own records is among them,
 * which is a message of its own: see {@link WsSubscription}.
 */
record LinesEncoder(Epoch epoch, RecordFilter filter) implements Encoder {
    private static final Encoded NOTHING = new Encoded(Wire.NOTHING, 0);

    @Override
    public Encoded encode(Batch batch) {
        WireBuffer out = WireBuffer.ofThread();
        int lines = 0;
        for (int i = 0; i < batch.count(); i++) {
            if (JsonRecord.isState(batch, i)) {
                return NOTHING;
            }
            if (filter.accepts(batch, i)) {
                out.add(lines++ == 0 ? '[' : ',');
                JsonRecord.addLine(out, JsonRecord.HEAD, batch, i);
            }
        }
        if (lines == 0) {
            return NOTHING;
        }
        ReaderMessages.addPosition(out.add("],"), epoch, batch.next() - 1).add('}');
        return new Encoded(out.toBytes(), lines);
    }
}
