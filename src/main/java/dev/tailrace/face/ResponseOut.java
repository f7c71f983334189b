package dev.tailrace.face;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http2.Http2Error;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
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
public final class ResponseOut {
    /** A client that reads has taken what was written before by then. */
    public static final Duration LAST_BYTES = Duration.ofMillis(500);

    /** What has something to write. What a feeder throws comes back to it as its failure. */
    public interface Feeder {
        /** There is room again, after there was none. */
        void onRoom();

        /** Nothing has been written for a while, and there is room. */
        void onQuiet();

        void onGone();

        /** What was to be written could not be. */
        void onFailure(Throwable failure);
    }

    /**
     * As good as none: the socket's own buffers are the queue. So a stalled client holds what was
     * written last, a piece of {@link Unsent#piece}.
     */
    private static final int QUEUE_BYTES = 4 * 1024;

    /** The same where memory is short: what is written next waits until all before it is taken. */
    private static final int SHORT_QUEUE_BYTES = 2;

    private final HttpServerResponse response;
    private final EventLoop owner;
    private final @Nullable GzipBody gzip;
    private final @Nullable Chunks chunks;
    private final Unsent.Account account;
    private Runnable roomAgain = () -> {};
    private boolean awaited;
    private boolean inShort;
    private boolean over;

    /** Lets go of what has been ended and is not out, which a reset would leave. */
    private final Runnable cutOff;

    /** All of it is out, or cannot be. */
    private boolean done;

    /** What was compressed last has not been written: there is no going on after it. */
    private boolean torn;

    private long lastWrite = System.nanoTime();
    private @Nullable Future<?> heartbeat;

    /**
     * @param gzip what the body is compressed with; null if it is not
     */
    public ResponseOut(
            HttpServerRequest request, EventLoop owner, Unsent unsent, @Nullable GzipBody gzip) {
        this.response = request.response();
        this.owner = owner;
        this.chunks = Chunks.of(request);
        Channel channel = ((ConnectionBase) request.connection()).channel();
        this.account = unsent.account(channel);
        this.cutOff =
                request.version() == HttpVersion.HTTP_2
                        ? () -> response.reset(Http2Error.CANCEL.code())
                        : () -> channel.unsafe().close(channel.voidPromise());
        this.gzip = gzip;
    }

    EventLoop eventLoop() {
        return owner;
    }

    /**
     * Says to the feeder when there is room, and after each quiet {@code period}.
     *
     * @return false if the client is gone already, which the feeder has been told
     */
    public boolean open(Feeder feeder, Duration period) {
        response.setWriteQueueMaxSize(QUEUE_BYTES);
        roomAgain = () -> drained(feeder);
        response.drainHandler(_ -> roomAgain.run());
        response.closeHandler(_ -> feeder.onGone());
        response.exceptionHandler(_ -> feeder.onGone());
        if (response.closed()) {
            feeder.onGone();
            return false;
        }
        long nanos = period.toNanos();
        heartbeat =
                owner.scheduleAtFixedRate(
                        () -> beat(feeder, nanos), nanos, nanos / 3, TimeUnit.NANOSECONDS);
        return true;
    }

    /** Whether more is to be written now; if not, the feeder is told when it is. */
    public boolean hasRoom() {
        if (over) {
            return false;
        }
        awaited = response.writeQueueFull();
        if (awaited) {
            account.full();
        } else {
            account.empty();
            awaited = !account.mayWrite(roomAgain);
        }
        return !awaited;
    }

    /**
     * Whether the feeder may keep so many bytes more, until there is room; then they count as held.
     */
    boolean mayHold(long bytes) {
        return over || account.mayHold(bytes);
    }

    /** How many bytes are to be written next, about. */
    int piece() {
        int piece = account.piece();
        if (Unsent.isShort(piece) != inShort) {
            inShort = !inShort;
            response.setWriteQueueMaxSize(inShort ? SHORT_QUEUE_BYTES : QUEUE_BYTES);
        }
        return piece;
    }

    /**
     * A write that fills the queue and empties it at once says so before it returns: then no feeder
     * waits, and to ask once more would add up to a demand without bound.
     */
    private void drained(Feeder feeder) {
        if (awaited && hasRoom()) {
            feed(feeder, feeder::onRoom);
        }
    }

    private static void feed(Feeder feeder, Runnable step) {
        try {
            step.run();
        } catch (RuntimeException | Error e) {
            feeder.onFailure(e);
        }
    }

    /** Writes, unless there is nothing or it is over. */
    public void write(byte[] bytes) {
        if (bytes.length > 0 && !over) {
            send(bytes);
        }
    }

    /** Writes even nothing: a client waits for the head, which goes out with the first write. */
    @SuppressWarnings("deprecation") // all other ways in Vert.x 4 copy what is meant to be shared
    public void send(byte[] bytes) {
        lastWrite = System.nanoTime();
        torn = gzip != null;
        byte[] coded = gzip == null ? bytes : gzip.page(bytes);
        account.wrote(coded.length);
        if (chunks != null && response.headWritten() && coded.length > 0) {
            chunks.send(coded);
        } else {
            var _ = response.write(Buffer.buffer(Unpooled.wrappedBuffer(coded)));
        }
        torn = false;
    }

    private void beat(Feeder feeder, long period) {
        boolean quiet = System.nanoTime() - lastWrite >= period;
        if (quiet && !over && !response.writeQueueFull()) {
            feed(feeder, feeder::onQuiet);
        }
    }

    /** Nothing more is written, and nothing is waited for. */
    public void close() {
        stop();
        account.empty();
    }

    private void stop() {
        over = true;
        if (heartbeat != null) {
            heartbeat.cancel(false);
        }
    }

    /**
     * Nothing more is written after {@code last}; runs {@code after} when all of it is out, or
     * cannot be.
     */
    public void end(Supplier<byte[]> last, Runnable after) {
        // Before the last write: it may find the queue drained, and nothing comes after it.
        stop();
        try {
            if (torn) {
                throw new IllegalStateException("a page of gzip is missing");
            }
            byte[] bytes = last.get();
            if (bytes.length > 0) {
                send(bytes);
            }
            account.full();
            (gzip == null ? response.end() : response.end(Buffer.buffer(gzip.end())))
                    .onComplete(_ -> {
                        done = true;
                        account.empty();
                        after.run();
                    });
        } catch (RuntimeException | Error e) {
            System.getLogger(ResponseOut.class.getName())
                    .log(System.Logger.Level.DEBUG, "A response is cut off before its end", e);
            abort();
            after.run();
        }
    }

    /** Cuts the response off unless its client has taken all of it by then. */
    public void abortAfter(Duration time) {
        var _ =
                owner.schedule(
                        () -> {
                            if (!done) {
                                close();
                                cutOff.run();
                            }
                        },
                        time.toNanos(),
                        TimeUnit.NANOSECONDS);
    }

    /** Cuts the response off, so that its client does not take it to be whole. */
    void abort() {
        close();
        response.reset(Http2Error.INTERNAL_ERROR.code());
    }
}
