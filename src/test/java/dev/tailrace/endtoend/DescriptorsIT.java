package dev.tailrace.endtoend;

import static dev.tailrace.Waiting.LIMIT;
import static dev.tailrace.Waiting.await;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway at its limit of open files: it refuses, and neither hangs nor stays so. */
class DescriptorsIT {
    /** Of these, 32 are for connections. */
    private static final int FILES = 256;

    private static final int CONNECTIONS = 32;

    /** More than a gateway has open by itself. */
    private static final int STARTED_WITH = 240;

    @TempDir Path folder;

    private Tailrace withFiles(int soft, int hard) {
        String limits = "ulimit -S -n %d; ulimit -H -n %d; exec \"$@\"".formatted(soft, hard);
        return Tailrace.in(folder).by("sh", "-c", limits, "sh");
    }

    /** Opens many connections that ask for events; returns those that are answered. */
    private static List<Socket> readers(Gateway gateway, int count) throws IOException {
        List<Socket> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.port());
            socket.setSoTimeout((int) LIMIT.toMillis());
            all.add(socket);
            if (!isAnswered(socket)) {
                socket.close();
            }
        }
        return all.stream().filter(socket -> !socket.isClosed()).toList();
    }

    private static boolean isAnswered(Socket socket) throws IOException {
        String request =
                "GET /streams/p/log HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n";
        try {
            socket.getOutputStream().write(request.getBytes(US_ASCII));
            return socket.getInputStream().read() == 'H';
        } catch (SocketException _) {
            return false; // reset
        }
    }

    private static void close(List<Socket> sockets) throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    @Test
    void whatIsTooMuchIsClosedAtOnceAndTheGatewayServesOnAndStops() throws IOException {
        try (Gateway gateway =
                withFiles(STARTED_WITH, FILES)
                        .serve("--process", "p=ulimit -S -n; exec sleep 1000")) {
            gateway.awaitNext("p", 2);
            assertThat(gateway.body("/streams/p/log"))
                    .asString()
                    .as("the command has the limit that the gateway was started with")
                    .isEqualTo(STARTED_WITH + "\n");
            List<Socket> readers = readers(gateway, FILES);
            assertThat(readers).hasSizeBetween(1, CONNECTIONS);
            await().until(() -> gateway.errors().contains("files that may be open"));
            close(readers);
            await().ignoreExceptions().until(() -> gateway.body("/streams/p/log").length > 0);
            List<Socket> others = readers(gateway, FILES);
            assertThat(others).isNotEmpty();
            gateway.stop();
            close(others);
        }
    }

    @Test
    void withTooFewItDoesNotStartAndSaysHowManyItNeeds() {
        try (Gateway gateway = withFiles(100, 100).exactly("serve", "--port", "0")) {
            assertThat(gateway.exitCode()).isEqualTo(1);
            assertThat(gateway.errors())
                    .isEqualTo(
                            "tailrace: the limit on open files is 100 (ulimit -Hn): the gateway"
                                    + " needs at least 237, one more for each further connection"
                                    + " and up to three more for each stream.\n");
        }
    }
}
