package dev.tailrace.face.sse;

import dev.tailrace.face.JsonRecord;
import dev.tailrace.face.SseEvents;
import dev.tailrace.face.Wire;
import dev.tailrace.face.WireBuffer;
import dev.tailrace.face.WireFormat;
import dev.tailrace.level.LineState;
import dev.tailrace.model.Batch;
import dev.tailrace.model.Batch.Encoder;
import dev.tailrace.model.Encoded;
import dev.tailrace.model.Ending;
import dev.tailrace.model.Epoch;
import dev.tailrace.model.Gap;
import dev.tailrace.model.StreamName;
import java.time.Instant;

/** One reader of server-sent events. */
final class SseWire implements Wire {
    private final byte[] idPrefix;
    private final Epoch epoch;
    private final WireFormat.Options options;
    private final long heartbeatSeconds;
    private long next;

    /** What came next when an id said so last. */
    private long announced;

    SseWire(Epoch epoch, WireFormat.Options options) {
        this.idPrefix = Event.idPrefix(epoch);
        this.heartbeatSeconds = options.heartbeat().toSeconds();
        this.epoch = epoch;
        this.options = options;
    }

    @Override
    public byte[] opening(Opening opening) {
        WireBuffer out = SseEvents.addOpening(WireBuffer.ofThread());
        Joined stream = opening.streams().getFirst();
        next = stream.start();
        announced = next;
        if (announced > 0) {
            // Without it a client that is cut off before its first event would lose its place.
            out.add(idPrefix).add(announced - 1).add('\n');
        }
        out.add("data: ");
        JsonRecord.addOpening(out, stream, heartbeatSeconds);
        return out.add(Event.END).toBytes();
    }

    @Override
    public Encoded records(StreamName stream, Batch batch, LineState open) {
        Encoded encoded = batch.encoded(encoder(open));
        next = batch.next();
        if (encoded.lines() > 0) {
            announced = next;
        }
        return encoded;
    }

    private Encoder encoder(LineState open) {
        return options.batch()
                ? new EventPerBatch(epoch, options.filter(), open)
                : new EventPerRecord(epoch, options.filter(), open);
    }

    @Override
    public byte[] gap(StreamName stream, Gap gap) {
        WireBuffer out = WireBuffer.ofThread().add("event: gap\n");
        out.add(idPrefix).add(gap.to()).add(Event.DATA);
        JsonRecord.addGap(out, null, gap);
        next = gap.to() + 1;
        announced = next;
        return out.add(Event.END).toBytes();
    }

    @Override
    public byte[] heartbeat() {
        WireBuffer out = WireBuffer.ofThread().add(":\n\n");
        if (next > announced) {
            // An id without data fires no event, but is where the client goes on from.
            out.add(idPrefix).add(next - 1).add(Event.END);
            announced = next;
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
