package dev.tailrace.face.text;

import dev.tailrace.cursor.RecordFilter;
import dev.tailrace.cursor.Sight;
import dev.tailrace.face.WireBuffer;
import dev.tailrace.level.LineState;
import dev.tailrace.model.Batch;
import dev.tailrace.model.Batch.Encoder;
import dev.tailrace.model.Encoded;

/** The producer's bytes: each record's content, and a newline where its line ends. */
record PlainText(RecordFilter filter, LineState open) implements Encoder {
    @Override
    public Encoded encode(Batch batch) {
        WireBuffer out = WireBuffer.ofThread();
        Sight sight = new Sight(filter, open);
        int lines = 0;
        for (int i = 0; i < batch.count(); i++) {
            if (sight.shows(batch, i)) {
                // The newline that ends a record on disk is the line's own where it is complete.
                int end = batch.contentEnd(i) + (batch.endsLine(i) ? 1 : 0);
                out.add(batch.bytes(), batch.contentStart(i), end);
                lines++;
            }
        }
        return new Encoded(out.toBytes(), lines, sight.after());
    }
}
