package dev.tailrace.face.ws;

import dev.tailrace.cursor.RecordFilter;
import dev.tailrace.cursor.Sight;
import dev.tailrace.face.JsonRecord;
import dev.tailrace.face.Wire;
import dev.tailrace.face.WireBuffer;
import dev.tailrace.level.LineState;
import dev.tailrace.model.Batch;
import dev.tailrace.model.Batch.Encoder;
import dev.tailrace.model.Encoded;
import dev.tailrace.model.Epoch;

/**
 * What all subscriptions share of a message of lines: {@code [...],"position":"..."}} after its
 * head. Nothing if no line is shown, and nothing if one of the gateway's own records is among them,
 * which is a message of its own: see {@link WsSubscription}.
 */
record LinesEncoder(Epoch epoch, RecordFilter filter, LineState open) implements Encoder {
    private static final Encoded NOTHING = new Encoded(Wire.NOTHING, 0);

    @Override
    public Encoded encode(Batch batch) {
        WireBuffer out = WireBuffer.ofThread();
        Sight sight = new Sight(filter, open);
        int lines = 0;
        for (int i = 0; i < batch.count(); i++) {
            if (JsonRecord.isState(batch, i)) {
                return NOTHING;
            }
            if (sight.shows(batch, i)) {
                out.add(lines++ == 0 ? '[' : ',');
                JsonRecord.addLine(out, JsonRecord.HEAD, batch, i, sight);
            }
        }
        LineState after = sight.after();
        if (lines == 0) {
            return after == null ? NOTHING : new Encoded(Wire.NOTHING, 0, after);
        }
        ReaderMessages.addPosition(out.add("],"), epoch, batch.next() - 1).add('}');
        return new Encoded(out.toBytes(), lines, after);
    }
}
