package dev.tailrace.face.ndjson;

import dev.tailrace.cursor.RecordFilter;
import dev.tailrace.cursor.Resumption;
import dev.tailrace.face.JsonRecord;
import dev.tailrace.face.MergedWire;
import dev.tailrace.face.WireBuffer;
import dev.tailrace.model.Batch;
import dev.tailrace.model.Encoded;
import dev.tailrace.model.Encoder;
import dev.tailrace.model.Ending;
import dev.tailrace.model.Gap;
import dev.tailrace.model.Positions;
import dev.tailrace.model.StreamName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One reader of several streams' NDJSON. */
final class MergedNdjsonWire implements MergedWire {
    private final RecordFilter filter;
    private final Map<StreamName, Encoder> encoders = new HashMap<>();

    MergedNdjsonWire(RecordFilter filter) {
        this.filter = filter;
    }

    @Override
    public byte[] opening(List<Joined> streams, Resumption resumption, Positions positions) {
        WireBuffer out = WireBuffer.ofThread();
        for (Joined stream : streams) {
            if (stream.resumption() == Resumption.RESET) {
                out.add("{\"reset\":");
                JsonRecord.addJoined(out, stream);
                out.add("}\n");
            }
        }
        return out.toBytes();
    }

    @Override
    public byte[] joined(Joined stream) {
        return NOTHING;
    }

    @Override
    public Encoded records(StreamName stream, Batch batch) {
        return batch.encoded(
                encoders.computeIfAbsent(stream, name -> new MergedNdjson(name, filter)));
    }

    @Override
    public byte[] gap(StreamName stream, Gap gap) {
        WireBuffer out = WireBuffer.ofThread().add("{\"gap\":");
        JsonRecord.addGap(out, stream, gap);
        return out.add("}\n").toBytes();
    }

    @Override
    public byte[] position(Positions positions, boolean shown) {
        return shown ? line(positions) : NOTHING;
    }

    private static byte[] line(Positions positions) {
        WireBuffer out = WireBuffer.ofThread().add("{\"position\":\"").add(positions.toString());
        return out.add("\"}\n").toBytes();
    }

    @Override
    public byte[] heartbeat(Positions positions) {
        return NOTHING;
    }

    @Override
    public byte[] end(Ending ending) {
        return NdjsonWire.ending(ending);
    }
}
