package dev.tailrace.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.Test;

/** A port that is reserved is there for its server, and for nobody else. */
class PortsTest {
    private final InetSocketAddress place =
            new InetSocketAddress(InetAddress.getLoopbackAddress(), Ports.reserve());

    @Test
    void aServerThatAsksForItGetsItAgainAndAgain() throws IOException {
        for (int i = 0; i < 3; i++) {
            try (ServerSocket server = new ServerSocket();
                    Socket client = new Socket()) {
                server.bind(place);
                client.connect(place);
                try (Socket accepted = server.accept()) {
                    assertThat(accepted.getLocalPort()).isEqualTo(place.getPort());
                }
            }
        }
    }

    @Test
    void asLongAsNoServerListensAClientIsRefused() throws IOException {
        try (Socket client = new Socket()) {
            assertThatThrownBy(() -> client.connect(place)).hasMessageContaining("refused");
        }
    }

    @Test
    void itIsInUseForThoseWhoMayHaveAny() throws IOException {
        try (Socket other = new Socket()) {
            assertThatThrownBy(() -> other.bind(place)).isInstanceOf(BindException.class);
        }
    }
}
