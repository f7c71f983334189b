package dev.tailrace.face;

import io.netty.channel.EventLoop;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.concurrent.TimeUnit;

/**
 * What is done with a body that nobody wants, of a request that is refused: it is read and thrown
 * away for a while, since many clients read the answer only then, and a connection that is closed
 * with bytes unread is reset, and the answer with it (RFC 9112, 9.6). On the event loop.
 */
public final class BodyDrain {
    /** A client that has been told to go needs no longer to hear it. */
    static final long LINGER_SECONDS = 2;

    /** HTTP/2: no error, the rest of the body is not wanted (RFC 9113, 8.1). */
    private static final long NO_ERROR = 0;

    private BodyDrain() {}

    /** Whether the client waits to be asked for the body, and has sent none. */
    public static boolean isAskedForFirst(HttpServerRequest request) {
        return "100-continue".equalsIgnoreCase(request.getHeader("Expect"));
    }

    /** Throws the rest of the body away. */
    public static void drop(HttpServerRequest request, EventLoop owner) {
        boolean[] ended = {request.isEnded()};
        if (ended[0]) {
            return;
        }
        request.exceptionHandler(_ -> ended[0] = true);
        request.endHandler(_ -> ended[0] = true);
        request.handler(_ -> {});
        request.resume();
        var _ =
                owner.schedule(
                        () -> {
                            if (!ended[0]) {
                                end(request);
                            }
                        },
                        LINGER_SECONDS,
                        TimeUnit.SECONDS);
    }

    private static void end(HttpServerRequest request) {
        if (request.version() == HttpVersion.HTTP_2) {
            request.response().reset(NO_ERROR);
        } else {
            var _ = request.connection().close();
        }
    }
}
