package dev.tailrace.face.ndjson;

import dev.tailrace.cursor.RecordFilter;
import dev.tailrace.cursor.Resumption;
import dev.tailrace.face.JsonRecord;
import dev.tailrace.face.Wire;
import dev.tailrace.face.WireBuffer;
import dev.tailrace.level.LineState;
import dev.tailrace.model.Batch;
import dev.tailrace.model.Encoded;
import dev.tailrace.model.Ending;
import dev.tailrace.model.Gap;
import dev.tailrace.model.Positions;
import dev.tailrace.model.StreamName;
import org.jspecify.annotations.Nullable;

/** One reader of NDJSON. Where it reads several streams, each object has its stream's name. */
final class NdjsonWire implements Wire {
    private final RecordFilter filter;
    private final boolean several;
    private Positions positions = new Positions();

    NdjsonWire(RecordFilter filter, boolean several) {
        this.filter = filter;
        this.several = several;
    }

    @Override
    public byte[] opening(Opening opening) {
        positions = opening.positions();
        WireBuffer out = WireBuffer.ofThread();
        for (Joined stream : opening.streams()) {
            addReset(out, stream);
        }
        return out.toBytes();
    }

    @Override
    public byte[] joined(Joined stream) {
        WireBuffer out = WireBuffer.ofThread();
        addReset(out, stream);
        return out.toBytes();
    }

    private void addReset(WireBuffer out, Joined stream) {
        if (stream.resumption() != Resumption.RESET) {
            return;
        }
        out.add("{\"reset\":");
        if (several) {
            JsonRecord.addJoined(out, stream);
        } else {
            out.add("{\"epoch\":\"").add(stream.epoch().value());
            out.add("\",\"first\":").add(stream.first()).add('}');
        }
        out.add("}\n");
    }

    /** The stream's name as far as it is to be said. */
    private @Nullable StreamName named(StreamName stream) {
        return several ? stream : null;
    }

    @Override
    public Encoded records(StreamName stream, Batch batch, LineState open) {
        return batch.encoded(new NdjsonEncoder(named(stream), filter, open));
    }

    @Override
    public byte[] gap(StreamName stream, Gap gap) {
        WireBuffer out = WireBuffer.ofThread().add("{\"gap\":");
        JsonRecord.addGap(out, named(stream), gap);
        return out.add("}\n").toBytes();
    }

    @Override
    public byte[] position(boolean shown) {
        if (!several || !shown) {
            return NOTHING;
        }
        WireBuffer out = WireBuffer.ofThread().add("{\"position\":\"").add(positions.toString());
        return out.add("\"}\n").toBytes();
    }

    @Override
    public byte[] end(Ending ending) {
        if (ending == Ending.COMPLETE) {
            return NOTHING;
        }
        WireBuffer out = WireBuffer.ofThread().add("{\"end\":");
        JsonRecord.addEnding(out, ending);
        return out.add("}\n").toBytes();
    }
}
