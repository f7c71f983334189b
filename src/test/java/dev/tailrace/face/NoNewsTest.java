package dev.tailrace.face;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.hub.FedStream;
import dev.tailrace.model.StreamName;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client does to its connection is no news: the gateway's log says nothing of it. */
@QuarkusTest
@TestProfile(FaceProfile.class)
class NoNewsTest extends FaceTest {
    private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
    private static final int TIMES = 20;

    private Socket send(String bytes) throws IOException {
        Socket socket = new Socket();
        socket.connect(new InetSocketAddress(url().getHost(), url().getPort()));
        socket.getOutputStream().write(bytes.getBytes(US_ASCII));
        return socket;
    }

    private static void reset(Socket socket) throws IOException {
        socket.setOption(StandardSocketOptions.SO_LINGER, 0);
        socket.close();
    }

    /** The gateway closes the connection, or answers. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                PREFACE + "GET / HTTP/1.1\r\n\r\nand more that is no frame of HTTP/2",
                "PRI * HTTP/2.0\r\n\r\nXX\r\n\r\n",
                "GET /streams HTTP/1.1\r\n\r\n",
                "GET\r\n\r\n",
                "GET /streams HTTP/1.1\r\nHost: localhost\r\nContent-Length: none\r\n\r\n",
                "\u0016\u0003\u0001\u0002\u0000\u0001\u0000 as TLS begins\r\n\r\n"
            })
    void whatIsNoHttpIsNot(String bytes) throws IOException {
        try (Said said = new Said()) {
            try (Socket socket = send(bytes)) {
                assertThat(socket.getInputStream().read()).isNotEqualTo(' ');
            }
            assertThat(said.lines()).isEmpty();
        }
    }

    /** On a connection that has served before. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: none\r\n",
                "Content-Length: 1\r\nContent-Length: 2\r\n",
                "Content-Length: 99999999999999999999999\r\n",
                "Transfer-Encoding: gzip\r\n",
                "a b: c\r\n",
                "no colon\r\n",
            })
    void aHeadThatIsNoneIsNot(String header) throws IOException {
        try (Said said = new Said();
                HttpClient client = HttpClient.get(url(), "/q/health/live")) {
            client.text();
            client.send(
                    ("GET /streams HTTP/1.1\r\nHost: localhost\r\n" + header + "\r\n")
                            .getBytes(US_ASCII));
            client.readHead();
            assertThat(client.status()).isEqualTo(400);
            assertThat(client.header("Content-Type")).isEqualTo(Problem.MEDIA_TYPE);
            assertThat(client.header("Connection")).isEqualTo("close");
            assertThat(client.text()).contains("The head cannot be read: ");
            assertThat(said.lines()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET /streams | zz__",
                "GET /streams/configured | zz__",
                "POST /nowhere | -1__",
                "POST /streams/batch/runs | 3__abcde__0____",
                "POST /streams/configured/lines | zz__",
                "POST /streams/configured/lines | 3__ab____zz__",
                "POST /streams/configured/lines | 3__abcde__0____",
                "POST /streams/configured/lines | 3__abc__0__no colon____",
            })
    void aBodyThatIsNoneIsRefusedIfThereIsNoAnswerYet(String call, String body) throws IOException {
        byte[] bytes = body.replace("__", "\r\n").getBytes(US_ASCII);
        long next =
                hub().streams().find(new StreamName(FaceProfile.CONFIGURED)).orElseThrow().next();
        try (Said said = new Said();
                HttpClient client = HttpClient.connect(url())) {
            String[] words = call.split(" ", -1);
            client.sendHead(
                    words[0], words[1], "Content-Type: text/plain", "Transfer-Encoding: chunked");
            client.send(bytes);
            client.readHead();
            // What has no body to wait for may have been answered before.
            if (call.endsWith("/lines")) {
                assertThat(client.status()).isEqualTo(400);
                assertThat(client.header("Content-Type")).isEqualTo(Problem.MEDIA_TYPE);
                assertThat(client.header("Connection")).isEqualTo("close");
                assertThat(client.text()).contains("The body cannot be read: ");
            }
            // That lines are refused is said by those who take them.
            assertThat(said.lines()).allMatch(line -> line.contains("PushMeters WARN"));
        }
        assertThat(
                        hub().streams()
                                .find(new StreamName(FaceProfile.CONFIGURED))
                                .orElseThrow()
                                .next())
                .isEqualTo(next);
    }

    @Test
    void resetsAreNot() throws IOException {
        FedStream stream = newStream().numbers(0, 100);
        double connections = gauge("vertx.http.connections.current");
        String request = "GET " + path(stream) + "?follow=true HTTP/1.1\r\nHost: localhost\r\n";
        try (Said said = new Said()) {
            for (int i = 0; i < TIMES; i++) {
                reset(send(""));
                reset(send("PRI * HT"));
                reset(send(PREFACE));
                reset(send("GET /str"));
                reset(send(request));
                reset(send(request + "\r\n"));
                Socket follower = send(request + "\r\n");
                assertThat(follower.getInputStream().read()).isEqualTo('H');
                reset(follower);
            }
            await().until(() ->
                    gauge("vertx.http.connections.current") <= connections
                            && stream.stream().readers().count() == 0);
            assertThat(said.lines()).isEmpty();
        }
    }

    @Test
    void aFailureOfTheGatewayItselfIs() {
        try (Said said = new Said()) {
            System.getLogger("dev.tailrace").log(System.Logger.Level.WARNING, "A disk is full");
            assertThat(said.lines()).containsExactly("dev.tailrace WARN A disk is full");
        }
    }
}
