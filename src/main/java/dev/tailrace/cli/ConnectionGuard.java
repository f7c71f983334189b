package dev.tailrace.cli;

import dev.tailrace.face.OnceAMinute;
import dev.tailrace.source.FileLimit;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.bootstrap.ChannelInitializerExtension;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ServerChannel;
import io.netty.channel.unix.UnixChannel;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * Closes connections at once that are too many, whether anything has been asked on them or not:
 * Quarkus counts a connection when a request has come. And those that would take one of the last
 * files that may be open. Beyond that limit they could not be accepted and would wait for ever; and
 * a class whose file cannot be opened then holds up all others. A connection has the lowest number
 * that is free, so its own number tells how many are. On the event loop that accepts.
 */
public final class ConnectionGuard extends ChannelInitializerExtension {
    private static final System.Logger LOG = System.getLogger(ConnectionGuard.class.getName());

    /** Of all ports of this process: there may be one for TLS. */
    private static final AtomicInteger OPEN = new AtomicInteger();

    private static final LongAdder TURNED_AWAY = new LongAdder();
    private static final OnceAMinute SAYING = new OnceAMinute();

    /** Has Netty ask for extensions such as this one, which it does not by itself. */
    static void use() {
        System.setProperty(EXTENSIONS_SYSTEM_PROPERTY, "serviceload");
    }

    /** Registers the meter of what is closed here. */
    public static void register(MeterRegistry registry) {
        FunctionCounter.builder("tailrace.connections.turned.away", TURNED_AWAY, LongAdder::sum)
                .description("Connections closed at once, as there were too many")
                .register(registry);
    }

    @Override
    public void postInitializeServerListenerChannel(ServerChannel listener) {
        long files = FileLimit.get() - FileLimit.LEFT_BY_CONNECTIONS;
        int connections =
                ConfigProvider.getConfig().getValue("tailrace.http.max-connections", Integer.class);
        listener.pipeline().addLast(new AtTheDoor(files, connections, OPEN));
    }

    /** Lets in as many as there may be. */
    static final class AtTheDoor extends ChannelInboundHandlerAdapter {
        private final long files;
        private final int connections;
        private final AtomicInteger open;

        AtTheDoor(long files, int connections, AtomicInteger open) {
            this.files = files;
            this.connections = connections;
            this.open = open;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object accepted) {
            if (accepted instanceof Channel connection && !mayEnter(connection)) {
                TURNED_AWAY.increment();
                connection.unsafe().closeForcibly();
            } else {
                context.fireChannelRead(accepted);
            }
        }

        private boolean mayEnter(Channel connection) {
            if (connection instanceof UnixChannel unix && unix.fd().intValue() >= files) {
                return false;
            }
            if (open.incrementAndGet() > connections) {
                open.decrementAndGet();
                if (SAYING.isDue()) {
                    LOG.log(
                            System.Logger.Level.WARNING,
                            "Connections are closed at once: as many are open as may be"
                                    + " (tailrace.http.max-connections is {0}).",
                            Integer.toString(connections));
                }
                return false;
            }
            connection.closeFuture().addListener(_ -> open.decrementAndGet());
            return true;
        }
    }
}
