package dev.tailrace.face;

import dev.tailrace.cursor.Cursor;
import dev.tailrace.cursor.Delivery;
import dev.tailrace.cursor.RecordFilter;
import dev.tailrace.hub.LogStream;
import dev.tailrace.hub.Subscription;
import dev.tailrace.model.Batch;
import dev.tailrace.model.Encoded;
import dev.tailrace.model.Ending;
import dev.tailrace.model.Gap;
import io.netty.buffer.Unpooled;
import io.smallrye.mutiny.subscription.MultiSubscriber;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Writes what a cursor hands out to a response, as fast as the socket takes it: the next delivery
 * is asked for only while the socket's queue is not full, so a slow client costs a queue and no
 * more. Confined to the connection's event loop.
 *
 * <pre>
 *   request(1) --> onItem --> write --queue has room--> request(1)
 *                               `-----queue full------> drained --> request(1)
 * </pre>
 */
public final class ResponseWriter implements MultiSubscriber<Delivery> {
    /** What a stalled client may hold beside its socket's own buffers. */
    private static final int QUEUE_BYTES = 64 * 1024;

    private final HttpServerResponse response;
    private final Subscription subscription;
    private final Cursor cursor;
    private final Wire wire;
    private final RecordFilter filter;
    private final FaceMeters meters;
    private final FaceMeters.OfStream counts;
    private long remaining;
    private boolean paused;
    private long lastWrite = System.nanoTime();
    private boolean over;
    private @Nullable Future<?> heartbeat;

    ResponseWriter(
            HttpServerResponse response,
            Subscription subscription,
            Wire wire,
            LogQuery query,
            FaceMeters meters) {
        this.response = response;
        this.subscription = subscription;
        this.cursor = subscription.cursor();
        this.wire = wire;
        this.filter = query.request().filter();
        this.remaining = query.limit();
        this.meters = meters;
        this.counts = meters.of(subscription.stream().name());
    }

    /** Writes the opening and begins to read; says something after each quiet {@code period}. */
    void start(ScheduledExecutorService owner, Duration period) {
        response.setWriteQueueMaxSize(QUEUE_BYTES);
        response.drainHandler(_ -> drained());
        response.closeHandler(_ -> finish(Ending.GONE));
        response.exceptionHandler(_ -> finish(Ending.GONE));
        subscription.onDrain(this::drain);
        if (response.closed()) {
            finish(Ending.GONE);
            return;
        }
        LogStream stream = subscription.stream();
        // Even if it is empty: a client waits for the head, which goes out with the first write.
        send(
                wire.opening(
                        new Wire.Opening(
                                stream.first(),
                                stream.next(),
                                cursor.next(),
                                subscription.resumption())));
        long nanos = period.toNanos();
        heartbeat =
                owner.scheduleAtFixedRate(
                        () -> beat(nanos), nanos, nanos / 3, TimeUnit.NANOSECONDS);
        cursor.subscribe(this);
    }

    @Override
    public void onSubscribe(Flow.Subscription itself) {
        itself.request(1);
    }

    @Override
    public void onItem(Delivery delivery) {
        switch (delivery) {
            case Delivery.Records(Batch batch) -> records(batch);
            case Delivery.Lost(Gap gap) -> {
                meters.lost(subscription.stream().name(), gap);
                write(wire.gap(gap));
            }
        }
        if (response.writeQueueFull()) {
            paused = true;
        } else if (!over) {
            cursor.request(1);
        }
    }

    /**
     * The queue has room again. A write that fills and empties it at once says so before it
     * returns: then nobody waits, and to ask once more would add up to a demand without bound.
     */
    private void drained() {
        if (paused && !over) {
            paused = false;
            cursor.request(1);
        }
    }

    private void records(Batch batch) {
        if (remaining == Long.MAX_VALUE) {
            write(batch, wire.records(batch));
            return;
        }
        int end = withinLimit(batch);
        Batch wanted = batch.slice(0, end);
        write(wanted, wire.records(wanted));
        if (remaining == 0) {
            finish(Ending.LIMIT);
        }
    }

    /** How far the batch goes within what remains of the limit: it counts the ends of lines. */
    private int withinLimit(Batch batch) {
        for (int i = 0; i < batch.count(); i++) {
            if (!batch.partial(i) && filter.accepts(batch, i) && --remaining == 0) {
                return i + 1;
            }
        }
        return batch.count();
    }

    private void write(Batch batch, Encoded encoded) {
        counts.delivered(encoded.lines(), batch.count() - encoded.lines());
        write(encoded.bytes());
    }

    private void write(byte[] bytes) {
        if (bytes.length > 0 && !over) {
            send(bytes);
        }
    }

    @SuppressWarnings("deprecation") // all other ways in Vert.x 4 copy what is meant to be shared
    private void send(byte[] bytes) {
        lastWrite = System.nanoTime();
        var _ = response.write(Buffer.buffer(Unpooled.wrappedBuffer(bytes)));
    }

    private void beat(long period) {
        boolean quiet = System.nanoTime() - lastWrite >= period;
        if (quiet && !response.writeQueueFull()) {
            write(wire.heartbeat(cursor.next()));
        }
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
        // Before the last write: it may find the queue drained, and nothing comes after it.
        over = true;
        byte[] last = ending == Ending.GONE ? Wire.NOTHING : wire.end(ending);
        if (last.length > 0) {
            send(last);
        }
        if (heartbeat != null) {
            heartbeat.cancel(false);
        }
        cursor.cancel();
        meters.ended(ending);
        if (ending == Ending.GONE) {
            subscription.close(ending);
        } else {
            // Not before the last bytes are out: who waits for the readers waits for those.
            response.end().onComplete(_ -> subscription.close(ending));
        }
    }
}
