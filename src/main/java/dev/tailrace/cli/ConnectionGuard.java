package dev.tailrace.cli;

import static java.util.Objects.requireNonNull;

import dev.tailrace.access.SharedAddresses;
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
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

/**
 * Closes connections at once that are too many, whether anything has been asked on them or not:
 * Quarkus counts a connection when a request has come. Of one address there may be fewer ({@link
 * AddressRoom}). And those that would take one of the last files that may be open. Beyond that
 * limit they could not be accepted and would wait for ever; and a class whose file cannot be opened
 * then holds up all others. A connection has the lowest number that is free, so its own number
 * tells how many are. On the event loop that accepts.
 */
public final class ConnectionGuard extends ChannelInitializerExtension {
    private static final System.Logger LOG = System.getLogger(ConnectionGuard.class.getName());

    private static final String PER_ADDRESS = "tailrace.http.max-connections-per-address";

    /** Of all ports of this process: there may be one for TLS. */
    private static final AtomicInteger OPEN = new AtomicInteger();

    private static @Nullable AddressRoom room;

    private static final Map<Reason, TurnedAway> TURNED_AWAY =
            Arrays.stream(Reason.values())
                    .collect(Collectors.toUnmodifiableMap(each -> each, _ -> new TurnedAway()));

    /** Why a connection is closed at once; the text is the same in metrics and documents. */
    enum Reason {
        FILES("files"),
        CONNECTIONS("connections"),
        ADDRESS("address");

        private final String text;

        Reason(String text) {
            this.text = text;
        }
    }

    /** Those that were, for one reason. */
    private record TurnedAway(LongAdder count, OnceAMinute saying) {
        TurnedAway() {
            this(new LongAdder(), new OnceAMinute());
        }

        static TurnedAway of(Reason why) {
            return requireNonNull(TURNED_AWAY.get(why));
        }
    }

    /** Has Netty ask for extensions such as this one, which it does not by itself. */
    static void use() {
        System.setProperty(EXTENSIONS_SYSTEM_PROPERTY, "serviceload");
    }

    /** Registers the meter of what is closed here. */
    public static void register(MeterRegistry registry) {
        TURNED_AWAY.forEach((reason, those) ->
                FunctionCounter.builder(
                                "tailrace.connections.turned.away", those.count(), LongAdder::sum)
                        .description("Connections closed at once, as there were too many")
                        .tag("reason", reason.text)
                        .register(registry));
    }

    @Override
    public void postInitializeServerListenerChannel(ServerChannel listener) {
        Config config = ConfigProvider.getConfig();
        listener.pipeline()
                .addLast(
                        new AtTheDoor(
                                FileLimit.get() - FileLimit.LEFT_BY_CONNECTIONS,
                                config.getValue("tailrace.http.max-connections", Integer.class),
                                OPEN,
                                room(config)));
    }

    private static synchronized AddressRoom room(Config config) {
        if (room == null) {
            int max = config.getValue(PER_ADDRESS, Integer.class);
            room = new AddressRoom(max, SharedAddresses.of(config));
        }
        return room;
    }

    /** Lets in as many as there may be. */
    static final class AtTheDoor extends ChannelInboundHandlerAdapter {
        private final long files;
        private final int connections;
        private final AtomicInteger open;
        private final AddressRoom addresses;

        AtTheDoor(long files, int connections, AtomicInteger open, AddressRoom addresses) {
            this.files = files;
            this.connections = connections;
            this.open = open;
            this.addresses = addresses;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object accepted) {
            Reason why = accepted instanceof Channel connection ? turnedAway(connection) : null;
            if (why == null) {
                context.fireChannelRead(accepted);
            } else {
                TurnedAway.of(why).count().increment();
                ((Channel) accepted).unsafe().closeForcibly();
            }
        }

        private @Nullable Reason turnedAway(Channel connection) {
            if (connection instanceof UnixChannel unix && unix.fd().intValue() >= files) {
                return Reason.FILES;
            }
            if (open.incrementAndGet() > connections) {
                open.decrementAndGet();
                say(
                        Reason.CONNECTIONS,
                        "as many are open as may be",
                        "tailrace.http.max-connections is " + connections);
                return Reason.CONNECTIONS;
            }
            if (!addresses.take(connection)) {
                open.decrementAndGet();
                say(
                        Reason.ADDRESS,
                        "as many are open from " + address(connection) + " as may be",
                        PER_ADDRESS + " is " + addresses.max());
                return Reason.ADDRESS;
            }
            connection.closeFuture().addListener(_ -> open.decrementAndGet());
            return null;
        }

        private static String address(Channel connection) {
            return connection.remoteAddress() instanceof InetSocketAddress peer
                    ? peer.getAddress().getHostAddress()
                    : "";
        }

        private static void say(Reason reason, String why, String limit) {
            if (TurnedAway.of(reason).saying().isDue()) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "Connections are closed at once: {0} ({1}).",
                        why,
                        limit);
            }
        }
    }
}
