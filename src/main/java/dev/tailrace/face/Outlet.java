package dev.tailrace.face;

import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One response, written to as fast as its socket takes it: a slow client costs a queue and no more.
 * Confined to the connection's event loop.
 *
 * <pre>
 *   write --queue has room--> the feeder goes on
 *     `-----queue full------> onRoom, when it is drained
 * </pre>
 */
final class Outlet {
    /** Who has something to write. */
    interface Feeder {
        /** There is room again, after there was none. */
        void onRoom();

        /** Nothing has been written for a while, and there is room. */
        void onQuiet();

        /** The client is gone. */
        void onGone();
    }

    /**
     * As good as none: the socket's own buffers are the queue. So a stalled client holds what was
     * written last, a cursor's piece, and no more than 64 KiB.
     */
    private static final int QUEUE_BYTES = 4 * 1024;

    private final HttpServerResponse response;
    private final Feeder feeder;
    private final @Nullable GzipBody gzip;
    private final @Nullable Chunks chunks;
    private boolean awaited;
    private boolean over;
    private long lastWrite = System.nanoTime();
    private @Nullable Future<?> heartbeat;

    /**
     * @param gzip what the body is compressed with; null if it is not
     */
    Outlet(HttpServerRequest request, Feeder feeder, @Nullable GzipBody gzip) {
        this.response = request.response();
        this.chunks = Chunks.of(request);
        this.feeder = feeder;
        this.gzip = gzip;
    }

    /**
     * Says to the feeder when there is room, and after each quiet {@code period}.
     *
     * @return false if the client is gone already, which the feeder has been told
     */
    boolean open(ScheduledExecutorService owner, Duration period) {
        response.setWriteQueueMaxSize(QUEUE_BYTES);
        response.drainHandler(_ -> drained());
        response.closeHandler(_ -> feeder.onGone());
        response.exceptionHandler(_ -> feeder.onGone());
        if (response.closed()) {
            feeder.onGone();
            return false;
        }
        long nanos = period.toNanos();
        heartbeat =
                owner.scheduleAtFixedRate(
                        () -> beat(nanos), nanos, nanos / 3, TimeUnit.NANOSECONDS);
        return true;
    }

    /** Whether more is to be written now; if not, the feeder is told when it is. */
    boolean hasRoom() {
        awaited = response.writeQueueFull();
        return !awaited && !over;
    }

    /**
     * A write that fills the queue and empties it at once says so before it returns: then nobody
     * waits, and to ask once more would add up to a demand without bound.
     */
    private void drained() {
        if (awaited && !over) {
            awaited = false;
            feeder.onRoom();
        }
    }

    /** Writes, unless there is nothing or it is over. */
    void write(byte[] bytes) {
        if (bytes.length > 0 && !over) {
            send(bytes);
        }
    }

    /** Writes even nothing: a client waits for the head, which goes out with the first write. */
    @SuppressWarnings("deprecation") // all other ways in Vert.x 4 copy what is meant to be shared
    void send(byte[] bytes) {
        lastWrite = System.nanoTime();
        byte[] coded = gzip == null ? bytes : gzip.page(bytes);
        if (chunks != null && response.headWritten() && coded.length > 0) {
            chunks.send(coded);
        } else {
            var _ = response.write(Buffer.buffer(Unpooled.wrappedBuffer(coded)));
        }
    }

    private void beat(long period) {
        boolean quiet = System.nanoTime() - lastWrite >= period;
        if (quiet && !over && !response.writeQueueFull()) {
            feeder.onQuiet();
        }
    }

    /** Nothing more is written. */
    void close() {
        over = true;
        if (heartbeat != null) {
            heartbeat.cancel(false);
        }
    }

    /** Nothing more is written after {@code last}; runs {@code after} when all of it is out. */
    void end(byte[] last, Runnable after) {
        // Before the last write: it may find the queue drained, and nothing comes after it.
        close();
        if (last.length > 0) {
            send(last);
        }
        (gzip == null ? response.end() : response.end(Buffer.buffer(gzip.end())))
                .onComplete(_ -> after.run());
    }
}
