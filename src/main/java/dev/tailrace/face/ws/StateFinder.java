package dev.tailrace.face.ws;

import dev.tailrace.face.JsonRecord;
import dev.tailrace.face.Wire;
import dev.tailrace.model.Batch;
import dev.tailrace.model.Batch.Encoder;
import dev.tailrace.model.Encoded;

/** Counts a batch's records that are shown as changes of state: once for all subscriptions. */
record StateFinder() implements Encoder {
    @Override
    public Encoded encode(Batch batch) {
        int states = 0;
        for (int i = 0; i < batch.count(); i++) {
            states += JsonRecord.isState(batch, i) ? 1 : 0;
        }
        return new Encoded(Wire.NOTHING, states);
    }
}
