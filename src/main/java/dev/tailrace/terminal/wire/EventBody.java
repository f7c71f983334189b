package dev.tailrace.terminal.wire;

import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The body of an answer, for one thread that takes it piece by piece. At most two pieces lie here:
 * whoever prints slowly lets the socket fill, and with it the gateway's.
 */
public final class EventBody implements BodySubscriber<EventBody> {
    /** What comes of a body. */
    public sealed interface Piece {}

    /** Bytes, which are the reader's. */
    public record Bytes(List<ByteBuffer> buffers) implements Piece {}

    /** Nothing more comes: it has ended, was cut off, or somebody wants the reader to end. */
    public record Over(@Nullable Throwable cause) implements Piece {}

    private final CompletableFuture<EventBody> self = CompletableFuture.completedFuture(this);
    private final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();
    private final BlockingQueue<Piece> pieces = new LinkedBlockingQueue<>();

    /** The next piece, if one is there. */
    public @Nullable Piece poll() {
        return asked(pieces.poll());
    }

    /** The next piece, if one comes within {@code time}. */
    public @Nullable Piece poll(Duration time) throws InterruptedException {
        return asked(pieces.poll(time.toNanos(), TimeUnit.NANOSECONDS));
    }

    private @Nullable Piece asked(@Nullable Piece piece) {
        if (piece instanceof Bytes) {
            subscription.join().request(1);
        }
        return piece;
    }

    /** Wakes the reader, and lets the connection go. Any thread. */
    public void cancel() {
        var _ = subscription.thenAccept(Flow.Subscription::cancel);
        pieces.add(new Over(null));
    }

    @Override
    public CompletionStage<EventBody> getBody() {
        return self;
    }

    @Override
    public void onSubscribe(Flow.Subscription to) {
        subscription.complete(to);
        to.request(2);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        pieces.add(new Bytes(buffers));
    }

    @Override
    public void onError(Throwable cause) {
        pieces.add(new Over(cause));
    }

    @Override
    public void onComplete() {
        pieces.add(new Over(null));
    }
}
