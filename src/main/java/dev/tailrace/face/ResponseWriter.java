package dev.tailrace.face;

import dev.tailrace.cursor.Cursor;
import dev.tailrace.cursor.Delivery;
import dev.tailrace.hub.LogStream;
import dev.tailrace.hub.Subscription;
import dev.tailrace.model.Batch;
import dev.tailrace.model.Encoded;
import dev.tailrace.model.Ending;
import dev.tailrace.model.Gap;
import io.smallrye.mutiny.subscription.MultiSubscriber;
import java.time.Duration;
import java.util.concurrent.Flow;

/**
 * Writes what a cursor hands out to a response: the next delivery is asked for only while there is
 * room. Confined to the connection's event loop.
 *
 * <pre>
 *   request(1) --> onItem --> write --there is room--> request(1)
 *                               `----there is none---> onRoom --> request(1)
 * </pre>
 *
 * The {@link LogCall} knows when it is over.
 */
public final class ResponseWriter implements MultiSubscriber<Delivery>, Outlet.Feeder {
    private final LogCall call;
    private final Outlet outlet;
    private final Subscription subscription;
    private final Cursor cursor;
    private final Wire wire;
    private final LineLimit limit;
    private final FaceMeters meters;
    private final FaceMeters.OfStream counts;

    ResponseWriter(
            LogCall call,
            Outlet outlet,
            Subscription subscription,
            Wire wire,
            LogQuery query,
            FaceMeters meters) {
        this.call = call;
        this.outlet = outlet;
        this.subscription = subscription;
        this.cursor = subscription.cursor();
        this.wire = wire;
        this.limit = new LineLimit(query.limit(), query.request().filter());
        this.meters = meters;
        this.counts = meters.of(subscription.stream().name());
    }

    /** Writes the opening and begins to read; says something after each quiet {@code period}. */
    void start(Duration period) {
        if (!outlet.open(this, period)) {
            return;
        }
        subscription.onDrain(this::drain);
        LogStream stream = subscription.stream();
        outlet.send(
                wire.opening(
                        new Wire.Opening(
                                stream.first(),
                                stream.next(),
                                cursor.next(),
                                subscription.resumption())));
        cursor.subscribe(this);
    }

    @Override
    public void onSubscribe(Flow.Subscription itself) {
        ask();
    }

    private void ask() {
        cursor.request(1, outlet.piece());
    }

    @Override
    public void onItem(Delivery delivery) {
        switch (delivery) {
            case Delivery.Records(Batch batch) -> records(limit.within(batch));
            case Delivery.Lost(Gap gap) -> {
                meters.lost(subscription.stream().name(), gap);
                outlet.write(wire.gap(gap));
            }
        }
        if (limit.isReached()) {
            finish(Ending.LIMIT);
        } else if (outlet.hasRoom()) {
            ask();
        }
    }

    private void records(Batch batch) {
        Encoded encoded = wire.records(batch);
        counts.delivered(encoded.lines(), batch.count() - encoded.lines());
        outlet.write(encoded.bytes());
    }

    @Override
    public void onRoom() {
        ask();
    }

    @Override
    public void onQuiet() {
        outlet.write(wire.heartbeat(cursor.next()));
    }

    @Override
    public void onGone() {
        finish(Ending.GONE);
    }

    @Override
    public void onCompletion() {
        Ending ending = cursor.ending();
        finish(ending == null ? Ending.ENDED : ending);
    }

    @Override
    public void onFailure(Throwable failure) {
        meters.failed(subscription.stream().name(), failure);
        finish(Ending.ERROR);
    }

    /** The gateway stops. Who is live gets its last lines, if the socket takes them. */
    private void drain() {
        if (call.isOpen() && !subscription.endLive(Ending.DRAIN)) {
            finish(Ending.DRAIN);
        }
    }

    private void finish(Ending why) {
        call.finish(why, () -> wire.end(why));
    }
}
