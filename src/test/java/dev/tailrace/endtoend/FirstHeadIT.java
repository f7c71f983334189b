package dev.tailrace.endtoend;

import static dev.tailrace.Waiting.LIMIT;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.Certificates;
import dev.tailrace.suite.Ports;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The first request of a connection is answered as every other one, over plain HTTP, which leads to
 * TLS here, and over TLS.
 */
class FirstHeadIT {
    private static final String HOST = "Host: localhost\r\n";
    private static final String END = "\r\n\r\n";

    @TempDir static Path folder;

    private static Gateway gateway;
    private static SSLContext tls;
    private static int tlsPort;

    @BeforeAll
    static void start() throws Exception {
        Certificates authority = Certificates.authority("test authority");
        Certificates.Pair own = authority.issue("CN=own", "dns:localhost", "ip:127.0.0.1");
        tls = authority.client(null);
        tlsPort = Ports.reserve();
        gateway =
                Tailrace.in(folder)
                        .with(
                                "QUARKUS_TLS_KEY_STORE_PEM_MAIN_CERT",
                                file("cert", own.certificatePem()))
                        .with("QUARKUS_TLS_KEY_STORE_PEM_MAIN_KEY", file("key", own.keyPem()))
                        .with("QUARKUS_HTTP_INSECURE_REQUESTS", "redirect")
                        .with("QUARKUS_HTTP_SSL_PORT", Integer.toString(tlsPort))
                        .serveOn(Ports.reserve(), "--process", "a=seq 3");
    }

    private static String file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    @AfterAll
    static void stop() {
        if (gateway != null) {
            gateway.close();
        }
    }

    private static Socket plain() throws IOException {
        return waiting(new Socket(InetAddress.getLoopbackAddress(), gateway.port()));
    }

    private static Socket encrypted() throws IOException {
        return waiting(
                tls.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), tlsPort));
    }

    private static Socket waiting(Socket socket) throws IOException {
        socket.setSoTimeout((int) LIMIT.toMillis());
        socket.setTcpNoDelay(true);
        return socket;
    }

    /** All that the gateway says until it ends the connection. */
    private static String answer(Socket connection, String bytes) throws IOException {
        try (connection) {
            connection.getOutputStream().write(bytes.getBytes(ISO_8859_1));
            return new String(connection.getInputStream().readAllBytes(), ISO_8859_1);
        }
    }

    private static void assertProblem(String answer, int status, String what) {
        assertThat(answer)
                .startsWith("HTTP/1.1 " + status + " ")
                .containsIgnoringCase("content-type: application/problem+json\r\n")
                .containsIgnoringCase("connection: close\r\n")
                .containsIgnoringCase("x-content-type-options: nosniff\r\n")
                .contains("\"status\":" + status, what);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET /streams HTTP/1.2                  | 505 | does not speak HTTP/1.2",
                "GET /streams HTTP/3.0                  | 505 | does not speak HTTP/3.0",
                "PRI /streams HTTP/2.0                  | 505 | does not speak HTTP/2.0",
                "GET /streams HTTP                      | 400 | The head cannot be read: ",
                "GET                                    | 400 | The head cannot be read: ",
                "GET /streams HTTP/1.1~Content-Length: none | 400 | The head cannot be read: ",
                "GET /streams HTTP/1.1~no colon         | 400 | The head cannot be read: ",
            })
    void oneThatCannotBeReadIsAnsweredWithAProblem(String head, int status, String what)
            throws IOException {
        String bytes = head.replace("~", "\r\n") + END;
        assertProblem(answer(plain(), bytes), status, what);
        assertProblem(answer(encrypted(), bytes), status, what);
        assertThat(gateway.errors()).doesNotContain("Exception");
    }

    @Test
    void soIsOneThatIsTooLong() throws IOException {
        String target = "GET /" + "a".repeat(5000) + " HTTP/1.1" + END;
        String header = "GET / HTTP/1.1\r\nX: " + "a".repeat(50_000) + END;
        assertProblem(answer(plain(), target), 414, "The head cannot be read: ");
        assertProblem(answer(encrypted(), header), 431, "The head cannot be read: ");
    }

    /** Nor is what follows it taken for another request. */
    @Test
    void aBodyOfAnotherVersionIsDropped() throws IOException {
        String request = "POST /streams HTTP/1.2\r\n" + HOST + "Content-Length: 4" + END + "GET ";
        String next = "GET /streams HTTP/1.1\r\n" + HOST + "\r\n";
        String answer = answer(encrypted(), request + next);
        assertProblem(answer, 505, "does not speak HTTP/1.2");
        assertThat(answer.lines().filter(line -> line.startsWith("HTTP/"))).hasSize(1);
    }

    @Test
    void aLaterOneIsAnsweredAlike() throws IOException {
        String first = "GET /streams HTTP/1.1\r\n" + HOST + "\r\n";
        String answer = answer(encrypted(), first + "GET /streams HTTP/1.2\r\n" + HOST + "\r\n");
        assertThat(answer).startsWith("HTTP/1.1 200 ");
        assertProblem(answer.substring(answer.lastIndexOf("HTTP/1.1 505")), 505, "HTTP/1.2");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void oneThatComesByteByByteIsReadAsAnyOther(boolean overTls) throws IOException {
        String request = "GET /q/health/live HTTP/1.1\r\n" + HOST + "Connection: close" + END;
        try (Socket connection = overTls ? encrypted() : plain()) {
            OutputStream out = connection.getOutputStream();
            for (byte each : request.getBytes(ISO_8859_1)) {
                out.write(each);
            }
            assertThat(new String(connection.getInputStream().readAllBytes(), ISO_8859_1))
                    .startsWith(overTls ? "HTTP/1.1 200 " : "HTTP/1.1 301 ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "127.0.0.1", "[::1]"})
    void plainHttpIsLedToTlsUnderTheSameName(String host) throws IOException {
        String head = "GET /streams/a/log?tail=1 HTTP/1.1\r\nConnection: close\r\nHost: ";
        assertThat(answer(plain(), head + host + ":" + gateway.port() + END))
                .startsWith("HTTP/1.1 301 ")
                .containsIgnoringCase(
                        "location: https://" + host + ":" + tlsPort + "/streams/a/log?tail=1\r\n");
    }

    @Test
    void underAnotherNameItIsLedNowhere() throws IOException {
        for (String host : List.of("evil.example", "evil.example:" + tlsPort, "localhost@evil")) {
            String head = "GET / HTTP/1.1\r\nConnection: close\r\nHost: " + host + END;
            assertThat(answer(plain(), head))
                    .doesNotContainIgnoringCase("location:")
                    .containsPattern("^HTTP/1.1 (421|400) ")
                    .contains("\"parameter\":\"Host\"");
        }
    }
}
