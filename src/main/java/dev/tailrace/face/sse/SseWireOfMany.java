package dev.tailrace.face.sse;

import dev.tailrace.face.JsonRecord;
import dev.tailrace.face.SseEvents;
import dev.tailrace.face.Wire;
import dev.tailrace.face.WireBuffer;
import dev.tailrace.face.WireFormat;
import dev.tailrace.level.LineState;
import dev.tailrace.model.Batch;
import dev.tailrace.model.Encoded;
import dev.tailrace.model.Ending;
import dev.tailrace.model.Gap;
import dev.tailrace.model.Positions;
import dev.tailrace.model.StreamName;
import java.time.Instant;
import java.util.List;

/** One reader of several streams' events. Each event is whole with its id, which comes last. */
final class SseWireOfMany implements Wire {
    private final WireFormat.Options options;
    private Positions positions = new Positions();
    private boolean movedUnseen;

    SseWireOfMany(WireFormat.Options options) {
        this.options = options;
    }

    @Override
    public byte[] opening(Opening opening) {
        positions = opening.positions();
        List<Joined> streams = opening.streams();
        WireBuffer out = SseEvents.addOpening(WireBuffer.ofThread());
        addId(out);
        out.add("data: {\"streams\":[");
        for (int i = 0; i < streams.size(); i++) {
            out.add(i == 0 ? "" : ",");
            JsonRecord.addJoined(out, streams.get(i));
        }
        out.add("],\"heartbeat\":").add(options.heartbeat().toSeconds());
        out.add(",\"resumed\":\"").add(opening.resumption().text()).add("\"}");
        return out.add(Event.END).toBytes();
    }

    @Override
    public byte[] joined(Joined stream) {
        WireBuffer out = WireBuffer.ofThread().add("event: stream\ndata: ");
        JsonRecord.addJoined(out, stream);
        return out.add(Event.END).toBytes();
    }

    @Override
    public Encoded records(StreamName stream, Batch batch, LineState open) {
        return batch.encoded(new EventOfMany(stream, options.filter(), open));
    }

    @Override
    public byte[] gap(StreamName stream, Gap gap) {
        WireBuffer out = WireBuffer.ofThread().add("event: gap\ndata: ");
        JsonRecord.addGap(out, stream, gap);
        return out.add('\n').toBytes();
    }

    @Override
    public byte[] position(boolean shown) {
        movedUnseen = !shown;
        if (!shown) {
            return NOTHING;
        }
        WireBuffer out = WireBuffer.ofThread();
        addId(out);
        return out.add('\n').toBytes();
    }

    private void addId(WireBuffer out) {
        out.add("id: ").add(positions.toString()).add('\n');
    }

    @Override
    public byte[] heartbeat() {
        WireBuffer out = WireBuffer.ofThread().add(":\n\n");
        if (movedUnseen) {
            // An id without data fires no event, but is where the client goes on from.
            addId(out);
            out.add('\n');
            movedUnseen = false;
        }
        return out.toBytes();
    }

    @Override
    public byte[] authExpiring(Instant at) {
        return SseEvents.authExpiring(at);
    }

    @Override
    public byte[] end(Ending ending) {
        return SseEvents.end(ending);
    }
}
