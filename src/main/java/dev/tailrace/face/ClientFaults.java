package dev.tailrace.face;

import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http2.Http2Exception;
import io.vertx.core.VertxException;
import java.io.IOException;

/**
 * What a client does to its own connection is no news, and logged for debugging. On the event
 * loops.
 *
 * <pre>
 *   before a first request   resets, what is no HTTP      Netty's and Vert.x' loggers, switched off
 *   on a connection          resets, bad frames           here; whatever else it is, is logged
 *                            what is no HTTP              BrokenRequests makes it known as such
 * </pre>
 */
public final class ClientFaults {
    private static final System.Logger LOG = System.getLogger(ClientFaults.class.getName());

    private ClientFaults() {}

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
}
