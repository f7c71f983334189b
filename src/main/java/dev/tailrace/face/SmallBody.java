package dev.tailrace.face;

import dev.tailrace.model.Refusal;
import dev.tailrace.model.Refusal.Reason;
import io.netty.channel.EventLoop;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reads the bodies of calls that have little to say: whole, on the connection's event loop, and for
 * no longer than a request may take to come.
 */
@Singleton
public final class SmallBody {
    private final Duration timeout;

    SmallBody(FaceConfig config) {
        this.timeout = config.requestTimeout();
    }

    /**
     * The body as text; the stage completes on the event loop, or fails with a {@link Refused}.
     *
     * @param type its media type
     * @param maxBytes it may have
     */
    public CompletionStage<String> read(HttpServerRequest request, String type, int maxBytes) {
        EventLoop owner = Calls.eventLoop();
        CompletableFuture<String> whole = new CompletableFuture<>();
        Refused refused = refused(request, type, maxBytes);
        if (refused != null) {
            BodyDrain.drop(request, owner);
            whole.completeExceptionally(refused);
            return whole;
        }
        Future<?> timer =
                owner.schedule(
                        () -> fail(whole, request, owner, tooSlow()),
                        timeout.toNanos(),
                        TimeUnit.NANOSECONDS);
        var _ = whole.whenComplete((_, _) -> timer.cancel(false));
        Buffer bytes = Buffer.buffer();
        request.exceptionHandler(_ -> whole.completeExceptionally(cut()));
        request.endHandler(_ -> whole.complete(bytes.toString()));
        request.handler(more -> {
            if (bytes.length() + more.length() <= maxBytes) {
                bytes.appendBuffer(more);
            } else {
                fail(whole, request, owner, tooLarge(maxBytes));
            }
        });
        if (BodyDrain.isAskedForFirst(request)) {
            request.response().writeContinue();
        }
        request.resume();
        return whole;
    }

    private static void fail(
            CompletableFuture<String> whole,
            HttpServerRequest request,
            EventLoop owner,
            Refused why) {
        if (whole.completeExceptionally(why)) {
            BodyDrain.drop(request, owner);
        }
    }

    private static @Nullable Refused refused(HttpServerRequest request, String type, int maxBytes) {
        String given = request.getHeader("Content-Type");
        if (given == null || !given.split(";", 2)[0].strip().equalsIgnoreCase(type)) {
            return new Refused(
                    Reason.UNSUPPORTED,
                    "The body is not of the type " + type + ".",
                    Refusal.Facts.ofParameter(
                            "Content-Type", given == null ? "" : Refused.shown(given), type));
        }
        String length = request.getHeader("Content-Length");
        return length != null && Long.parseLong(length) > maxBytes ? tooLarge(maxBytes) : null;
    }

    private static Refused tooLarge(int maxBytes) {
        return new Refused(
                Reason.MAX_BODY_BYTES,
                "The body is larger than " + maxBytes + " bytes.",
                Refusal.Facts.ofAccepted("up to " + maxBytes + " bytes"));
    }

    private Refused tooSlow() {
        return new Refused(
                Reason.BODY_TIMEOUT,
                "The body has not come in time.",
                Refusal.Facts.ofLimit("tailrace.http.request-timeout", timeout.toMillis()));
    }

    private static Refused cut() {
        return new Refused(Reason.CUT, "The client has gone.");
    }
}
