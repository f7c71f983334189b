package dev.tailrace.face.push;

import dev.tailrace.face.BodyDrain;
import dev.tailrace.face.Refused;
import io.netty.channel.EventLoop;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Takes a request's body as it comes, until it is there, too large, or too slow: neither a thread
 * nor another request waits for it. On the connection's event loop.
 */
final class BodyReader {
    private final HttpServerRequest request;
    private final PushLimits limits;
    private final BodyBytes bytes;
    private final CompletableFuture<BodyBytes> whole = new CompletableFuture<>();

    BodyReader(HttpServerRequest request, PushLimits limits, InFlight.Share share) {
        this.request = request;
        this.limits = limits;
        this.bytes = new BodyBytes(limits, share);
    }

    /**
     * Reads it; the stage completes on the event loop, with a {@link Refused} if not with a body.
     */
    CompletionStage<BodyBytes> read(EventLoop owner) {
        Future<?> timer =
                owner.schedule(
                        () -> whole.completeExceptionally(limits.tooSlow()),
                        limits.bodyTimeout().toNanos(),
                        TimeUnit.NANOSECONDS);
        var _ = whole.whenComplete((_, _) -> timer.cancel(false));
        request.exceptionHandler(_ -> whole.completeExceptionally(PushLimits.cut()));
        request.endHandler(_ -> whole.complete(bytes));
        request.handler(this::more);
        if (BodyDrain.isAskedForFirst(request)) {
            request.response().writeContinue();
        }
        request.resume();
        return whole;
    }

    private void more(Buffer buffer) {
        if (whole.isDone()) {
            return;
        }
        try {
            bytes.add(buffer.getBytes());
        } catch (Refused e) {
            whole.completeExceptionally(e);
        }
    }
}
