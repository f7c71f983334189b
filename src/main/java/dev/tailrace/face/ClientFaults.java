package dev.tailrace.face;

import dev.tailrace.model.Refusal;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http2.Http2Exception;
import io.vertx.core.VertxException;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;

/**
 * What a client does to its own connection or request is no news: it is answered if it can be, and
 * logged for debugging. On the event loops.
 *
 * <pre>
 *   before a first request   resets, what is no HTTP      Netty's and Vert.x' loggers, switched off
 *   on a connection          resets, bad frames           here; whatever else it is, is logged
 *                            what is no HTTP              BrokenRequests makes it known as such
 *   a request without Host   400                          here
 * </pre>
 */
@Singleton
public class ClientFaults {
    private static final System.Logger LOG = System.getLogger(ClientFaults.class.getName());

    private final ProblemAnswer problems;

    ClientFaults(ProblemAnswer problems) {
        this.problems = problems;
    }

    static void onConnection(Throwable fault) {
        LOG.log(
                isOfClient(fault) ? System.Logger.Level.DEBUG : System.Logger.Level.ERROR,
                "A connection has failed",
                fault);
    }

    /** Whether a connection has failed by what its client did, or because the client is gone. */
    public static boolean isOfClient(Throwable fault) {
        return fault instanceof IOException
                || fault instanceof DecoderException
                || fault instanceof Http2Exception
                || fault instanceof VertxException;
    }

    void answerBadRequests(@Observes Router router) {
        router.route().order(Integer.MIN_VALUE).failureHandler(this::answer);
    }

    /** What Vert.x refuses before it looks for a route; Quarkus would log it as a failure. */
    private void answer(RoutingContext call) {
        if (call.statusCode() == 400
                && call.failure() instanceof VertxException refused
                && !call.response().headWritten()) {
            String sentence = String.valueOf(refused.getMessage());
            problems.send(call.response(), new Refusal(Refusal.Reason.BAD_REQUEST, sentence));
        } else {
            call.next();
        }
    }
}
