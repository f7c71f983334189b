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
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.concurrent.Flow;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * Writes what a cursor hands out to a response: the next delivery is asked for only while there is
 * room. Confined to the connection's event loop.
 *
 * <pre>
 *   request(1) --> onItem --> write --there is room--> request(1)
 *                               `----there is none---> onRoom --> request(1)
 * </pre>
 */
public final class ResponseWriter implements MultiSubscriber<Delivery>, Outlet.Feeder {
    private final Outlet outlet;
    private final Subscription subscription;
    private final Cursor cursor;
    private final Wire wire;
    private final LineLimit limit;
    private final FaceMeters meters;
    private final FaceMeters.OfStream counts;
    private boolean over;

    ResponseWriter(
            HttpServerRequest request,
            Subscription subscription,
            Wire wire,
            LogQuery query,
            FaceMeters meters,
            @Nullable GzipBody gzip) {
        this.outlet = new Outlet(request, this, gzip);
        this.subscription = subscription;
        this.cursor = subscription.cursor();
        this.wire = wire;
        this.limit = new LineLimit(query.limit(), query.request().filter());
        this.meters = meters;
        this.counts = meters.of(subscription.stream().name());
    }

    /** Writes the opening and begins to read; says something after each quiet {@code period}. */
    void start(ScheduledExecutorService owner, Duration period) {
        if (!outlet.open(owner, period)) {
            return;
        }
        subscription.onDrain(this::drain);
        LogStream stream = subscription.stream();
        if (!over) {
            outlet.send(
                    wire.opening(
                            new Wire.Opening(
                                    stream.first(),
                                    stream.next(),
                                    cursor.next(),
                                    subscription.resumption())));
            cursor.subscribe(this);
        }
    }

    @Override
    public void onSubscribe(Flow.Subscription itself) {
        itself.request(1);
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
            cursor.request(1);
        }
    }

    private void records(Batch batch) {
        Encoded encoded = wire.records(batch);
        counts.delivered(encoded.lines(), batch.count() - encoded.lines());
        outlet.write(encoded.bytes());
    }

    @Override
    public void onRoom() {
        cursor.request(1);
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
        if (!over && !subscription.endLive(Ending.DRAIN)) {
            finish(Ending.DRAIN);
        }
    }

    /** Ends the response after its last whole event; only the first reason counts. */
    private void finish(Ending ending) {
        if (over) {
            return;
        }
        over = true;
        cursor.cancel();
        meters.ended(ending);
        if (ending == Ending.GONE) {
            outlet.close();
            subscription.close(ending);
        } else {
            // Not before the last bytes are out: who waits for the readers waits for those.
            outlet.end(wire.end(ending), () -> subscription.close(ending));
        }
    }
}
