package dev.tailrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Connections are bounded before anything is asked on them. */
class ConnectionGuardTest {
    private final AtomicInteger open = new AtomicInteger();
    private final EmbeddedChannel listener = listener();

    private EmbeddedChannel listener() {
        return new EmbeddedChannel(new ConnectionGuard.AtTheDoor(Long.MAX_VALUE, 2, open));
    }

    private static EmbeddedChannel connect(EmbeddedChannel listener) {
        EmbeddedChannel connection = new EmbeddedChannel();
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
        assertThat(open).hasValue(2);
    }

    @Test
    void thePortsOfAGatewayHaveOneBound() {
        connect(listener);
        connect(listener);
        assertThat(connect(listener()).isOpen()).isFalse();
    }
}
