package dev.tailrace.face;

import dev.tailrace.access.SharedAddresses;
import dev.tailrace.source.FileLimit;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.Channel;
import io.netty.channel.unix.UnixChannel;
import io.quarkus.runtime.Startup;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

/**
 * How many connections there may be, at all ports of the gateway together: so many, fewer of one
 * address ({@link AddressRoom}), and none that would take one of the last files that may be open.
 * Beyond that limit they could not be accepted and would wait for ever; and a class whose file
 * cannot be opened then holds up all others. A connection has the lowest number that is free, so
 * its own number tells how many are. Any thread.
 */
@Singleton
@Startup // so that its meters are there before a client comes
final class ConnectionBounds {
    private static final System.Logger LOG = System.getLogger(ConnectionBounds.class.getName());

    /** Why a connection is closed at once; the text is the same in metrics and documents. */
    enum Reason {
        FILES("files"),
        CONNECTIONS("connections"),
        ADDRESS("address");

        private final String text;

        Reason(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }
    }

    private final long files;
    private final int connections;
    private final AddressRoom addresses;
    private final AtomicInteger open = new AtomicInteger();
    private final Map<Reason, Counter> turnedAway;
    private final Map<Reason, OnceAMinute> saying = new ConcurrentHashMap<>();

    @Inject
    ConnectionBounds(FaceConfig config, MeterRegistry registry) {
        this(
                FileLimit.get() - FileLimit.LEFT_BY_CONNECTIONS,
                config.maxConnections(),
                new AddressRoom(
                        config.maxConnectionsPerAddress(),
                        SharedAddresses.of(ConfigProvider.getConfig())),
                registry);
    }

    /**
     * @param files what a connection's descriptor is less than
     */
    ConnectionBounds(long files, int connections, AddressRoom addresses, MeterRegistry registry) {
        this.files = files;
        this.connections = connections;
        this.addresses = addresses;
        this.turnedAway =
                new MeterTable(registry)
                        .byReason(
                                "tailrace.connections.turned.away",
                                "Connections closed at once, as there were too many",
                                List.of(Reason.values()),
                                Reason::text);
    }

    /** How many are open. */
    int open() {
        return open.get();
    }

    /** Takes a place, which the connection gives back when it is closed; not if there is none. */
    boolean take(Channel connection) {
        Reason why = turnedAway(connection);
        if (why == null) {
            connection.closeFuture().addListener(_ -> open.decrementAndGet());
            return true;
        }
        Objects.requireNonNull(turnedAway.get(why)).increment();
        say(why, connection);
        return false;
    }

    private @Nullable Reason turnedAway(Channel connection) {
        if (connection instanceof UnixChannel unix && unix.fd().intValue() >= files) {
            return Reason.FILES;
        }
        Reason why =
                open.incrementAndGet() > connections
                        ? Reason.CONNECTIONS
                        : addresses.take(connection) ? null : Reason.ADDRESS;
        if (why != null) {
            open.decrementAndGet();
        }
        return why;
    }

    /** The hub says it of files. */
    private void say(Reason why, Channel connection) {
        if (why == Reason.FILES || !saying.computeIfAbsent(why, _ -> new OnceAMinute()).isDue()) {
            return;
        }
        boolean ofAll = why == Reason.CONNECTIONS;
        LOG.log(
                System.Logger.Level.WARNING,
                "Connections are closed at once: as many are open{0} as may be ({1} is {2}).",
                ofAll ? "" : " from " + address(connection),
                "tailrace.http.max-connections" + (ofAll ? "" : "-per-address"),
                Integer.toString(ofAll ? connections : addresses.max()));
    }

    private static String address(Channel connection) {
        return connection.remoteAddress() instanceof InetSocketAddress peer
                ? peer.getAddress().getHostAddress()
                : "";
    }
}
