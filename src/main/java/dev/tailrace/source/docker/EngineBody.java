package dev.tailrace.source.docker;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The body of an answer as it comes, a piece each time that {@link #request} asks for one: what is
 * not asked for stays in the socket, and holds the engine. Any thread.
 */
final class EngineBody {
    /** Takes it, on one of Vert.x' threads, which it must not hold up. */
    interface Reader {
        /** The answer has begun well. Nothing comes before {@link EngineBody#request}. */
        void opened(EngineBody body);

        /** The next piece, as one read brought it. */
        void piece(Buffer piece);

        /**
         * It is over, or did not begin: once, and last.
         *
         * @param failure null if the engine ended it
         */
        void ended(@Nullable Throwable failure);
    }

    private final HttpClientResponse response;
    private final AtomicBoolean over = new AtomicBoolean();

    private EngineBody(HttpClientResponse response) {
        this.response = response;
    }

    /** Hands {@code response}, which has just come, to {@code reader}. */
    static void open(HttpClientResponse response, Reader reader) {
        EngineBody body = new EngineBody(response);
        response.pause();
        response.handler(reader::piece);
        response.endHandler(_ -> body.end(reader, null));
        response.exceptionHandler(failure -> body.end(reader, failure));
        reader.opened(body);
    }

    private void end(Reader reader, @Nullable Throwable failure) {
        if (over.compareAndSet(false, true)) {
            reader.ended(failure);
        }
    }

    /** Asks for one more piece. */
    void request() {
        response.fetch(1);
    }

    /** Lets the connection go; the reader is told nothing of that. */
    void close() {
        over.set(true);
        var _ = response.request().connection().close();
    }
}
