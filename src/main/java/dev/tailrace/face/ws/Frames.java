package dev.tailrace.face.ws;

import dev.tailrace.model.Refusal;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What comes from a WebSocket's client, right before Vert.x would get it. Vert.x would have no word
 * about bytes that are not UTF-8 or are too many, and would cut the connection for what is against
 * the protocol, and the client would not learn why. Confined to the connection's event loop.
 *
 * <pre>
 *   text, binary, and what continues it  --> Connection
 *   ping, pong, close                    --> Connection, and Vert.x, which answers
 *   what is no frame                     --> Connection, as a violation
 *   HTTP, before the 101                 --> Vert.x
 * </pre>
 *
 * A client may send as soon as it has read the 101, and {@code @OnOpen} comes when the event loop
 * has the time: what comes before is kept, and nothing more is read.
 */
final class Frames extends ChannelInboundHandlerAdapter {
    private final ConnectionBase vertx;
    private final int maxBytes;
    private final List<Consumer<Connection>> early = new ArrayList<>();
    private @Nullable Connection connection;

    private Frames(ConnectionBase vertx, int maxBytes) {
        this.vertx = vertx;
        this.maxBytes = maxBytes;
    }

    /**
     * Those of a connection on which a handshake is under way.
     *
     * @param maxBytes a message may have
     */
    static Frames of(HttpConnection connection, int maxBytes) {
        // Internal to Vert.x, but neither Vert.x nor Quarkus hands out the channel, down which a
        // thousand clients are written what was encoded once.
        ConnectionBase vertx = (ConnectionBase) connection;
        ChannelHandlerContext place = vertx.channelHandlerContext();
        Frames ofRefused = place.pipeline().get(Frames.class);
        if (ofRefused != null) {
            return ofRefused; // by Vert.x, which looks at the handshake after this gateway
        }
        Frames frames = new Frames(vertx, maxBytes);
        place.pipeline().addBefore(place.name(), null, frames);
        return frames;
    }

    /** The place in the pipeline from which frames are written: that of Vert.x. */
    ChannelHandlerContext context() {
        return vertx.channelHandlerContext();
    }

    /** From now on the connection is told of all that comes, and first of what has come. */
    void open(Connection connection) {
        this.connection = connection;
        if (!early.isEmpty()) {
            vertx.channel().config().setAutoRead(true);
            early.forEach(event -> event.accept(connection));
            early.clear();
        }
    }

    private void tell(ChannelHandlerContext context, Consumer<Connection> event) {
        if (connection != null) {
            event.accept(connection);
        } else {
            // Vert.x sends its answers when a read is complete.
            early.add(event.andThen(_ -> context.fireChannelReadComplete()));
            context.channel().config().setAutoRead(false);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof WebSocketFrame frame) {
            tell(context, connection -> take(context, frame, connection));
        } else {
            context.fireChannelRead(message);
        }
    }

    private void take(ChannelHandlerContext context, WebSocketFrame frame, Connection connection) {
        connection.heard();
        switch (frame) {
            case PingWebSocketFrame _, PongWebSocketFrame _ -> context.fireChannelRead(frame);
            case CloseWebSocketFrame _ -> {
                // Before Vert.x answers it: nothing may come after that (RFC 6455, 5.5.1).
                connection.gone();
                context.fireChannelRead(frame);
            }
            default -> {
                try {
                    vertx.reportBytesRead(frame);
                    connection.take(frame);
                } finally {
                    frame.release();
                }
            }
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) throws Exception {
        if (connection != null && context.channel().isWritable()) {
            connection.drained();
        }
        super.channelWritabilityChanged(context);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) throws Exception {
        if (cause instanceof CorruptedWebSocketFrameException corrupted) {
            tell(context, connection -> connection.violation(refusal(corrupted.closeStatus())));
        } else {
            super.exceptionCaught(context, cause);
        }
    }

    /** What Netty finds: a frame that is none, or too large, or a reason to close in no UTF-8. */
    private Refusal refusal(WebSocketCloseStatus found) {
        if (found.equals(WebSocketCloseStatus.MESSAGE_TOO_BIG)) {
            return Inbound.tooBig(maxBytes).refusal();
        }
        Refusal.Reason reason =
                found.equals(WebSocketCloseStatus.INVALID_PAYLOAD_DATA)
                        ? Refusal.Reason.NOT_UTF_8
                        : Refusal.Reason.BAD_FRAME;
        return new Refusal(reason, found.reasonText());
    }
}
