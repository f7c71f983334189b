package dev.tailrace.source.docker;

import io.smallrye.mutiny.operators.AbstractMulti;
import io.smallrye.mutiny.subscription.MultiSubscriber;
import io.vertx.core.AsyncResult;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * The body of an answer as it comes, each piece as one read brought it: what is not requested stays
 * in the socket, and holds the engine. It can be subscribed to once, also after its end. Any
 * thread; signals come on one of Vert.x' threads, which they must not hold up.
 */
final class EngineBody extends AbstractMulti<Buffer> implements Flow.Subscription {
    private final HttpClientResponse response;
    private volatile @Nullable MultiSubscriber<? super Buffer> reader;

    /**
     * @param response has just come, in this task: it would not wait
     */
    EngineBody(HttpClientResponse response) {
        this.response = response;
        // Both ends are told by its future, however late that is asked.
        response.pause().handler(this::piece).exceptionHandler(_ -> {});
    }

    private void piece(Buffer piece) {
        MultiSubscriber<? super Buffer> to = reader;
        if (to != null) {
            to.onItem(piece);
        }
    }

    @Override
    public void subscribe(MultiSubscriber<? super Buffer> to) {
        reader = to;
        to.onSubscribe(this);
        response.end().onComplete(this::end);
    }

    private void end(AsyncResult<Void> ended) {
        MultiSubscriber<? super Buffer> to = reader;
        reader = null;
        if (to == null) {
            return;
        }
        if (ended.succeeded()) {
            to.onCompletion();
        } else {
            to.onFailure(ended.cause());
        }
    }

    @Override
    public void request(long pieces) {
        response.fetch(pieces);
    }

    /** Lets its connection go, which is its own; it need not have been subscribed to. */
    @Override
    public void cancel() {
        reader = null;
        response.request().connection().close();
    }
}
