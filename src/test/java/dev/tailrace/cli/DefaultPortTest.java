package dev.tailrace.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tailrace.suite.Ports;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.StandardSocketOptions;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which port a gateway gets that was told none, and that nobody takes it before its server. */
class DefaultPortTest {
    private static final String HOST = "127.0.0.1";

    @TempDir Path folder;

    private final int wanted = Ports.reserve();

    private static ServerSocket listen(int port, boolean reuse) throws IOException {
        ServerSocket server = new ServerSocket();
        server.setOption(StandardSocketOptions.SO_REUSEPORT, reuse);
        try {
            server.bind(new InetSocketAddress(HOST, port));
            return server;
        } catch (IOException e) {
            server.close();
            throw e;
        }
    }

    @Test
    void theDefaultIsKeptForTheServerFromTheMomentItIsChosen() throws IOException {
        try (DefaultPort chosen = DefaultPort.on(HOST, wanted, folder)) {
            assertThat(chosen.number()).isEqualTo(wanted);
            assertThat(chosen.isHeld()).isTrue();
            assertThatThrownBy(() -> listen(wanted, false)).isInstanceOf(BindException.class);
            try (ServerSocket server = listen(wanted, true)) {
                assertThat(server.isBound()).isTrue();
            }
        }
        try (ServerSocket anybody = listen(wanted, false)) {
            assertThat(anybody.isBound()).isTrue();
        }
    }

    @Test
    void whereAnotherProgramListensTheSystemChooses() throws IOException {
        for (boolean reuse : new boolean[] {false, true}) {
            try (ServerSocket other = listen(wanted, reuse);
                    DefaultPort chosen = DefaultPort.on(HOST, wanted, folder)) {
                assertThat(other.isBound()).isTrue();
                assertThat(chosen.number()).isZero();
                assertThat(chosen.isHeld()).isFalse();
            }
        }
    }

    @Test
    void anAddressThatIsNotThisMachinesIsForTheServerToRefuse() throws IOException {
        try (DefaultPort chosen = DefaultPort.on("no.such.host.invalid", wanted, folder)) {
            assertThat(chosen.number()).isEqualTo(wanted);
            assertThat(chosen.isHeld()).isFalse();
        }
    }
}
