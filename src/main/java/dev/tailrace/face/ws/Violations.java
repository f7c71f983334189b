package dev.tailrace.face.ws;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;

/**
 * Frames that are against the protocol, or larger than a message may be, in the words of RFC 6455:
 * Vert.x would cut the connection, and the client would not learn why. On the event loop.
 */
final class Violations extends ChannelInboundHandlerAdapter {
    private final Connection connection;
    private final int maxBytes;

    private Violations(Connection connection, int maxBytes) {
        this.connection = connection;
        this.maxBytes = maxBytes;
    }

    static void watch(Connection connection, WsSocket socket, int maxBytes) {
        ChannelHandlerContext vertx = socket.context();
        vertx.pipeline().addBefore(vertx.name(), null, new Violations(connection, maxBytes));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) throws Exception {
        if (cause instanceof CorruptedWebSocketFrameException corrupted) {
            int code = corrupted.closeStatus().code();
            connection.violation(
                    code == Inbound.TOO_BIG
                            ? Inbound.tooBig(maxBytes)
                            : new Inbound.Violation(code, corrupted.closeStatus().reasonText()));
        } else {
            super.exceptionCaught(context, cause);
        }
    }
}
