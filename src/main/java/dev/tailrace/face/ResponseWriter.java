package dev.tailrace.face;

import dev.tailrace.access.Access;
import dev.tailrace.access.AccessEnds;
import dev.tailrace.cursor.Delivery;
import dev.tailrace.cursor.Merge;
import dev.tailrace.cursor.RecordFilter;
import dev.tailrace.hub.readers.Reading;
import dev.tailrace.hub.stream.Subscription;
import dev.tailrace.level.LineState;
import dev.tailrace.model.Batch;
import dev.tailrace.model.Encoded;
import dev.tailrace.model.Ending;
import dev.tailrace.model.Gap;
import dev.tailrace.model.StreamName;
import io.smallrye.mutiny.subscription.MultiSubscriber;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Flow;

/**
 * Writes what is read to a response: the next part is asked for only while there is room. After
 * each part the format may say where the reader is. Confined to the connection's event loop.
 *
 * <pre>
 *   request(1) --> onItem --> write --there is room--> request(1)
 *                               `----there is none---> onRoom --> request(1)
 * </pre>
 *
 * The {@link LogCall} knows when it is over.
 */
final class ResponseWriter implements MultiSubscriber<Merge.Part>, ResponseOut.Feeder {
    private final LogCall call;
    private final ResponseOut out;
    private final Reading reading;
    private final Merge merge;
    private final Wire wire;
    private final LineLimit limit;
    private final OpenLines lines;
    private final RecordFilter filter;
    private final FormatMeters meters;

    ResponseWriter(
            LogCall call,
            ResponseOut out,
            Reading reading,
            Wire wire,
            LogQuery query,
            FormatMeters meters) {
        this.call = call;
        this.out = out;
        this.reading = reading;
        this.merge = reading.merge();
        this.wire = wire;
        this.filter = query.request().filter();
        this.limit = new LineLimit(query.limit(), filter);
        this.lines = new OpenLines(filter);
        this.meters = meters;
    }

    /**
     * Writes the opening and begins to read; says something after each quiet {@code period}, and
     * ends with the client's access.
     */
    void start(Duration period, Access access, AccessEnds ends) {
        if (!out.open(this, period)) {
            return;
        }
        out.send(
                wire.opening(
                        new Wire.Opening(
                                reading.members().stream().map(Wire.Joined::of).toList(),
                                reading.resumption(),
                                reading.positions())));
        reading.members().forEach(lines::joined);
        reading.onJoined(this::joined);
        reading.onDrain(this::drain);
        call.endWith(access, ends, this::expiring, () -> wire.end(Ending.AUTH));
        merge.subscribe(this);
    }

    private void joined(Subscription member) {
        lines.joined(member);
        out.write(wire.joined(Wire.Joined.of(member)));
    }

    @Override
    public void onSubscribe(Flow.Subscription itself) {
        ask();
    }

    private void ask() {
        merge.request(1, filter.piece(out.piece()));
    }

    /** To search what comes next may take as long again: others of the event loop come first. */
    private void askInTurn() {
        if (filter.searches()) {
            out.eventLoop()
                    .execute(() -> {
                        if (call.isOpen()) {
                            ask();
                        }
                    });
        } else {
            ask();
        }
    }

    @Override
    public void onItem(Merge.Part part) {
        StreamName stream = part.stream();
        switch (part.delivery()) {
            case Delivery.Records(Batch batch) -> {
                LineState open = lines.of(stream);
                records(stream, limit.within(batch, open), open);
            }
            case Delivery.Lost(Gap gap) -> lost(stream, gap);
        }
        if (limit.isReached()) {
            finish(Ending.LIMIT);
        } else if (out.hasRoom()) {
            askInTurn();
        } else if (!out.mayHold(merge.heldBytes())) {
            merge.rest();
        }
    }

    private void records(StreamName stream, Batch batch, LineState open) {
        Encoded encoded = wire.records(stream, batch, open);
        lines.moved(stream, encoded);
        meters.of(stream).delivered(encoded.lines(), batch.count() - encoded.lines());
        reading.moved(stream, batch.next());
        out.write(encoded.bytes());
        out.write(wire.position(encoded.lines() > 0));
    }

    private void lost(StreamName stream, Gap gap) {
        meters.lost(stream, gap);
        lines.lost(stream);
        reading.moved(stream, gap.to() + 1);
        out.write(wire.gap(stream, gap));
        out.write(wire.position(true));
    }

    @Override
    public void onRoom() {
        ask();
    }

    @Override
    public void onQuiet() {
        out.write(wire.heartbeat());
    }

    @Override
    public void onGone() {
        finish(Ending.GONE);
    }

    @Override
    public void onCompletion() {
        Ending ending = merge.ending();
        finish(ending == null ? Ending.ENDED : ending);
    }

    @Override
    public void onFailure(Throwable failure) {
        meters.failed(reading.title(), failure);
        finish(Ending.ERROR);
    }

    /** The gateway stops. A reader that is live gets its last lines, if the socket takes them. */
    private void drain() {
        if (call.isOpen() && !reading.endLive(Ending.DRAIN)) {
            finish(Ending.DRAIN);
        }
    }

    private void expiring(Instant at) {
        if (call.isOpen()) {
            out.write(wire.authExpiring(at));
        }
    }

    private void finish(Ending why) {
        call.finish(why, () -> wire.end(why));
    }
}
