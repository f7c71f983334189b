package dev.tailrace.face.text;

import dev.tailrace.cursor.RecordFilter;
import dev.tailrace.face.WireBuffer;
import dev.tailrace.model.Batch;
import dev.tailrace.model.Batch.Encoder;
import dev.tailrace.model.Encoded;

/** The producer's bytes: each record's content, and a newline where its line ends. */
record PlainText(RecordFilter filter) implements Encoder {
    @Override
    public Encoded encode(Batch batch) {
        WireBuffer out = WireBuffer.ofThread();
        int lines = 0;
        for (int i = 0; i < batch.count(); i++) {
            if (filter.accepts(batch, i)) {
                // The newline that ends a record on disk is the line's own where it is complete.
                int end = batch.contentEnd(i) + (batch.partial(i) ? 0 : 1);
                out.add(batch.bytes(), batch.contentStart(i), end);
                lines++;
            }
        }
        return new Encoded(out.toBytes(), lines);
    }
}
