package dev.tailrace.face;

import io.netty.bootstrap.ChannelInitializerExtension;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ServerChannel;
import jakarta.enterprise.inject.spi.CDI;

/**
 * Closes connections at once that are beyond the {@link ConnectionBounds}, whether anything has
 * been asked on them or not: Quarkus counts a connection when a request has come. On the event loop
 * that accepts.
 */
public final class ConnectionGuard extends ChannelInitializerExtension {
    /** Has Netty ask for extensions such as this one, which it does not by itself. */
    public static void use() {
        System.setProperty(EXTENSIONS_SYSTEM_PROPERTY, "serviceload");
    }

    @Override
    public void postInitializeServerListenerChannel(ServerChannel listener) {
        ConnectionBounds bounds = CDI.current().select(ConnectionBounds.class).get();
        listener.pipeline().addLast(new AtTheDoor(bounds));
    }

    /** Lets in as many as there may be. */
    static final class AtTheDoor extends ChannelInboundHandlerAdapter {
        private final ConnectionBounds bounds;

        AtTheDoor(ConnectionBounds bounds) {
            this.bounds = bounds;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object accepted) {
            if (accepted instanceof Channel connection && !bounds.take(connection)) {
                connection.unsafe().closeForcibly();
            } else {
                context.fireChannelRead(accepted);
            }
        }
    }
}
