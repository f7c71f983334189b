package dev.tailrace.face;

import dev.tailrace.cursor.Delivery;
import dev.tailrace.cursor.Merge;
import dev.tailrace.hub.LogStream;
import dev.tailrace.hub.MergedSubscription;
import dev.tailrace.hub.Subscription;
import dev.tailrace.model.Batch;
import dev.tailrace.model.Encoded;
import dev.tailrace.model.Ending;
import dev.tailrace.model.Gap;
import dev.tailrace.model.StreamName;
import io.smallrye.mutiny.subscription.MultiSubscriber;
import java.time.Duration;
import java.util.concurrent.Flow;

/**
 * As {@link ResponseWriter}, for a reader of several streams: after each part it says where the
 * reader is in all of them. Confined to the connection's event loop.
 */
final class MergedWriter implements MultiSubscriber<Merge.Part>, Outlet.Feeder {
    private final LogCall call;
    private final Outlet outlet;
    private final MergedSubscription subscription;
    private final Merge merge;
    private final MergedWire wire;
    private final LineLimit limit;
    private final FaceMeters meters;

    MergedWriter(
            LogCall call,
            Outlet outlet,
            MergedSubscription subscription,
            MergedWire wire,
            LogQuery query,
            FaceMeters meters) {
        this.call = call;
        this.outlet = outlet;
        this.subscription = subscription;
        this.merge = subscription.merge();
        this.wire = wire;
        this.limit = new LineLimit(query.limit(), query.request().filter());
        this.meters = meters;
    }

    /** Writes the opening and begins to read; says something after each quiet {@code period}. */
    void start(Duration period) {
        if (!outlet.open(this, period)) {
            return;
        }
        outlet.send(
                wire.opening(
                        subscription.members().stream().map(MergedWriter::joined).toList(),
                        subscription.resumption(),
                        subscription.positions()));
        subscription.onJoined(member -> outlet.write(wire.joined(joined(member))));
        merge.subscribe(this);
        subscription.onDrain(() -> finish(Ending.DRAIN));
    }

    private static MergedWire.Joined joined(Subscription member) {
        LogStream stream = member.stream();
        return new MergedWire.Joined(
                stream.name(), stream.epoch(), stream.first(), stream.next(), member.resumption());
    }

    @Override
    public void onSubscribe(Flow.Subscription itself) {
        ask();
    }

    private void ask() {
        merge.request(1, outlet.piece());
    }

    @Override
    public void onItem(Merge.Part part) {
        StreamName stream = part.stream();
        switch (part.delivery()) {
            case Delivery.Records(Batch batch) -> records(stream, limit.within(batch));
            case Delivery.Lost(Gap gap) -> {
                meters.lost(stream, gap);
                subscription.moved(stream, gap.to() + 1);
                outlet.write(wire.gap(stream, gap));
                outlet.write(wire.position(subscription.positions(), true));
            }
        }
        if (limit.isReached()) {
            finish(Ending.LIMIT);
        } else if (outlet.hasRoom()) {
            ask();
        } else if (!outlet.mayHold(merge.heldBytes())) {
            merge.rest();
        }
    }

    private void records(StreamName stream, Batch batch) {
        Encoded encoded = wire.records(stream, batch);
        meters.of(stream).delivered(encoded.lines(), batch.count() - encoded.lines());
        subscription.moved(stream, batch.next());
        outlet.write(encoded.bytes());
        outlet.write(wire.position(subscription.positions(), encoded.lines() > 0));
    }

    @Override
    public void onRoom() {
        ask();
    }

    @Override
    public void onQuiet() {
        outlet.write(wire.heartbeat(subscription.positions()));
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
        meters.failed(failure);
        finish(Ending.ERROR);
    }

    private void finish(Ending why) {
        call.finish(why, () -> wire.end(why));
    }
}
