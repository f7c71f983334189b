package dev.tailrace.face.sse;

import dev.tailrace.cursor.Resumption;
import dev.tailrace.face.JsonRecord;
import dev.tailrace.face.MergedWire;
import dev.tailrace.face.SseOpening;
import dev.tailrace.face.WireBuffer;
import dev.tailrace.face.WireFormat;
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

/** One reader of several streams' events. Each event is whole with its id, which comes last. */
final class MergedSseWire implements MergedWire {
    private final WireFormat.Options options;
    private final Map<StreamName, Encoder> encoders = new HashMap<>();
    private boolean movedUnseen;

    MergedSseWire(WireFormat.Options options) {
        this.options = options;
    }

    @Override
    public byte[] opening(List<Joined> streams, Resumption resumption, Positions positions) {
        WireBuffer out = SseOpening.addTo(WireBuffer.ofThread());
        addId(out, positions);
        out.add("data: {\"streams\":[");
        for (int i = 0; i < streams.size(); i++) {
            out.add(i == 0 ? "" : ",");
            JsonRecord.addJoined(out, streams.get(i));
        }
        out.add("],\"heartbeat\":").add(options.heartbeat().toSeconds());
        out.add(",\"resumed\":\"").add(resumption.text()).add("\"}");
        return out.add(Event.END).toBytes();
    }

    @Override
    public byte[] joined(Joined stream) {
        WireBuffer out = WireBuffer.ofThread().add("event: stream\ndata: ");
        JsonRecord.addJoined(out, stream);
        return out.add(Event.END).toBytes();
    }

    @Override
    public Encoded records(StreamName stream, Batch batch) {
        return batch.encoded(
                encoders.computeIfAbsent(stream, name -> new MergedEvents(name, options.filter())));
    }

    @Override
    public byte[] gap(StreamName stream, Gap gap) {
        WireBuffer out = WireBuffer.ofThread().add("event: gap\ndata: ");
        JsonRecord.addGap(out, stream, gap);
        return out.add('\n').toBytes();
    }

    @Override
    public byte[] position(Positions positions, boolean shown) {
        movedUnseen = !shown;
        if (!shown) {
            return NOTHING;
        }
        WireBuffer out = WireBuffer.ofThread();
        addId(out, positions);
        return out.add('\n').toBytes();
    }

    private static void addId(WireBuffer out, Positions positions) {
        out.add("id: ").add(positions.toString()).add('\n');
    }

    @Override
    public byte[] heartbeat(Positions positions) {
        WireBuffer out = WireBuffer.ofThread().add(":\n\n");
        if (movedUnseen) {
            // An id without data fires no event, but is where the client goes on from.
            addId(out, positions);
            out.add('\n');
            movedUnseen = false;
        }
        return out.toBytes();
    }

    @Override
    public byte[] end(Ending ending) {
        return Event.end(ending);
    }
}
