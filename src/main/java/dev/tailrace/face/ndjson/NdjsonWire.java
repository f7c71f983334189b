package dev.tailrace.face.ndjson;

import dev.tailrace.cursor.Resumption;
import dev.tailrace.face.JsonRecord;
import dev.tailrace.face.Wire;
import dev.tailrace.face.WireBuffer;
import dev.tailrace.face.WireFormat;
import dev.tailrace.model.Batch;
import dev.tailrace.model.Encoded;
import dev.tailrace.model.Ending;
import dev.tailrace.model.Epoch;
import dev.tailrace.model.Gap;

/** One reader of NDJSON. */
final class NdjsonWire implements Wire {
    private final Epoch epoch;
    private final NdjsonEncoder encoder;

    NdjsonWire(Epoch epoch, WireFormat.Options options) {
        this.epoch = epoch;
        this.encoder = new NdjsonEncoder(options.filter());
    }

    @Override
    public byte[] opening(Opening opening) {
        if (opening.resumption() != Resumption.RESET) {
            return NOTHING;
        }
        WireBuffer out = WireBuffer.ofThread().add("{\"reset\":{\"epoch\":\"").add(epoch.value());
        return out.add("\",\"first\":").add(opening.first()).add("}}\n").toBytes();
    }

    @Override
    public Encoded records(Batch batch) {
        return batch.encoded(encoder);
    }

    @Override
    public byte[] gap(Gap gap) {
        WireBuffer out = WireBuffer.ofThread().add("{\"gap\":");
        JsonRecord.addGap(out, gap);
        return out.add("}\n").toBytes();
    }

    @Override
    public byte[] heartbeat(long next) {
        return NOTHING;
    }

    @Override
    public byte[] end(Ending ending) {
        return ending(ending);
    }

    static byte[] ending(Ending ending) {
        if (ending == Ending.COMPLETE) {
            return NOTHING;
        }
        WireBuffer out = WireBuffer.ofThread().add("{\"end\":");
        JsonRecord.addEnding(out, ending);
        return out.add("}\n").toBytes();
    }
}
