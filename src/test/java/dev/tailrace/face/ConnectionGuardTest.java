package dev.tailrace.face;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.access.SharedAddresses;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.channel.embedded.EmbeddedChannel;
import io.smallrye.common.net.Inet;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections are bounded before anything is asked on them. */
class ConnectionGuardTest {
    private final AddressRoom addresses =
            new AddressRoom(
                    2,
                    new SharedAddresses(
                            List.of(requireNonNull(Inet.parseCidrAddress("10.1.0.0/16")))));
    private final ConnectionBounds bounds = bounds(2);
    private final EmbeddedChannel listener = listener(bounds);

    private ConnectionBounds bounds(int connections) {
        return new ConnectionBounds(
                Long.MAX_VALUE, connections, addresses, new SimpleMeterRegistry());
    }

    private EmbeddedChannel listener(int connections) {
        return listener(bounds(connections));
    }

    private static EmbeddedChannel listener(ConnectionBounds bounds) {
        return new EmbeddedChannel(new ConnectionGuard.AtTheDoor(bounds));
    }

    private static EmbeddedChannel connect(EmbeddedChannel listener) {
        return connect(listener, new EmbeddedChannel());
    }

    private static EmbeddedChannel connect(EmbeddedChannel listener, String address) {
        SocketAddress peer = new InetSocketAddress(InetAddress.ofLiteral(address), 1);
        return connect(
                listener,
                new EmbeddedChannel() {
                    @Override
                    protected SocketAddress remoteAddress0() {
                        return peer;
                    }
                });
    }

    private static EmbeddedChannel connect(EmbeddedChannel listener, EmbeddedChannel connection) {
        listener.writeInbound(connection);
        return connection;
    }

    @Test
    void aConnectionTooManyIsClosedAtOnceAndTakesNoPlace() {
        EmbeddedChannel first = connect(listener);
        EmbeddedChannel second = connect(listener);
        EmbeddedChannel third = connect(listener);
        assertThat(first.isOpen()).isTrue();
        assertThat(second.isOpen()).isTrue();
        assertThat(third.isOpen()).isFalse();
        assertThat(listener.inboundMessages()).containsExactly(first, second);
        first.close();
        assertThat(connect(listener).isOpen()).isTrue();
        assertThat(connect(listener).isOpen()).isFalse();
        assertThat(bounds.open()).isEqualTo(2);
    }

    @Test
    void thePortsOfAGatewayHaveOneBound() {
        connect(listener);
        connect(listener);
        assertThat(connect(listener(bounds)).isOpen()).isFalse();
    }

    @Test
    void theConnectionsOfOneAddressLeaveRoomForOthers() {
        ConnectionBounds many = bounds(100);
        EmbeddedChannel wide = listener(many);
        EmbeddedChannel first = connect(wide, "192.0.2.1");
        assertThat(connect(wide, "192.0.2.1").isOpen()).isTrue();
        assertThat(connect(wide, "192.0.2.1").isOpen()).isFalse();
        assertThat(connect(wide, "192.0.2.2").isOpen()).isTrue();
        assertThat(many.open()).isEqualTo(3);
        first.close();
        assertThat(connect(wide, "192.0.2.1").isOpen()).isTrue();
        assertThat(connect(wide, "192.0.2.1").isOpen()).isFalse();
    }

    /** A client of IPv6 may have any address of its network. */
    @Test
    void ofIpv6ANetworkIsOneAddress() {
        EmbeddedChannel wide = listener(100);
        assertThat(connect(wide, "2001:db8:0:1::1").isOpen()).isTrue();
        assertThat(connect(wide, "2001:db8:0:1::2").isOpen()).isTrue();
        assertThat(connect(wide, "2001:db8:0:1:ffff::3").isOpen()).isFalse();
        assertThat(connect(wide, "2001:db8:0:2::1").isOpen()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1", "10.1.2.3"})
    void addressesThatBringManyClientsHaveNoBoundOfTheirOwn(String address) {
        EmbeddedChannel wide = listener(100);
        for (int i = 0; i < 10; i++) {
            assertThat(connect(wide, address).isOpen()).isTrue();
        }
        assertThat(addresses.open()).isEmpty();
    }

    @Test
    void whatIsTurnedAwayForAllTakesNoPlaceOfItsAddress() {
        EmbeddedChannel narrow = listener(0);
        assertThat(connect(narrow, "192.0.2.1").isOpen()).isFalse();
        assertThat(addresses.open()).isEmpty();
        EmbeddedChannel last = connect(listener(100), "192.0.2.1");
        assertThat(addresses.open()).isNotEmpty();
        last.close();
        assertThat(addresses.open()).isEmpty();
    }
}
