package dev.tailrace.cli;

import dev.tailrace.source.FileLimit;
import io.netty.bootstrap.ChannelInitializerExtension;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ServerChannel;
import io.netty.channel.unix.UnixChannel;

/**
 * Closes connections at once that would take one of the last files that may be open. Beyond the
 * limit they could not be accepted and would wait for ever; and a class whose file cannot be opened
 * then holds up all others. A connection has the lowest number that is free, so its own number
 * tells how many are. On the event loop that accepts.
 */
public final class ConnectionGuard extends ChannelInitializerExtension {
    /** Has Netty ask for extensions such as this one, which it does not by itself. */
    static void use() {
        System.setProperty(EXTENSIONS_SYSTEM_PROPERTY, "serviceload");
    }

    @Override
    public void postInitializeServerListenerChannel(ServerChannel listener) {
        long most = FileLimit.get() - FileLimit.LEFT_BY_CONNECTIONS;
        listener.pipeline().addLast(new AtTheDoor(most));
    }

    private static final class AtTheDoor extends ChannelInboundHandlerAdapter {
        private final long most;

        AtTheDoor(long most) {
            this.most = most;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object accepted) {
            if (accepted instanceof UnixChannel connection && connection.fd().intValue() >= most) {
                connection.unsafe().closeForcibly();
            } else {
                context.fireChannelRead(accepted);
            }
        }
    }
}
