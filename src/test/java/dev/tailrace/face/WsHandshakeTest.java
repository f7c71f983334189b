package dev.tailrace.face;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The opening handshake of a WebSocket (RFC 6455, 4.2), and how it is refused. */
@QuarkusTest
@TestProfile(FaceProfile.class)
class WsHandshakeTest extends FaceTest {
    private static final String UPGRADE = "Upgrade: websocket";
    private static final String CONNECTION = "Connection: Upgrade";
    private static final String VERSION = "Sec-WebSocket-Version: 13";
    private static final String KEY = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==";

    @Inject @Nullable Vertx vertx;

    @Test
    void aHandshakeWithoutASubProtocolIsTakenAndOneWithAnotherIsNot() throws IOException {
        try (WsClient client = WsClient.ask(url())) {
            assertThat(client.status()).isEqualTo(101);
            assertThat(client.header("Sec-WebSocket-Protocol")).isEmpty();
            assertServes(client);
        }
        try (WsClient client = WsClient.ask(url(), "Sec-WebSocket-Protocol: x, tailrace.v1")) {
            assertThat(client.header("Sec-WebSocket-Protocol")).isEqualTo("tailrace.v1");
        }
        try (WsClient client = WsClient.ask(url(), "Sec-WebSocket-Protocol: x, tailrace.v2")) {
            assertThat(client.status()).isEqualTo(400);
            JsonNode problem = client.problem();
            assertThat(problem.get("parameter").asText()).isEqualTo("Sec-WebSocket-Protocol");
            assertThat(problem.get("value").asText()).isEqualTo("x, tailrace.v2");
            assertThat(problem.get("accepted").asText()).isEqualTo("tailrace.v1");
        }
    }

    @Test
    void pagesOfOtherOriginsAreNotLetIn() throws IOException {
        try (WsClient client = WsClient.ask(url(), "Origin: http://localhost")) {
            assertThat(client.status()).isEqualTo(101);
        }
        for (String origin : new String[] {"http://evil.example", "null", "http://localhost:9"}) {
            try (WsClient client = WsClient.ask(url(), "Origin: " + origin)) {
                assertThat(client.status()).as(origin).isEqualTo(403);
                assertThat(client.problem().get("parameter").asText()).isEqualTo("Origin");
            }
        }
        String evil = "Origin: http://evil.example";
        try (HttpClient client = HttpClient.get(url(), "/ws", CONNECTION, UPGRADE, VERSION, evil)) {
            assertThat(client.status()).as("without a key").isEqualTo(403);
            assertThat(client.text()).contains("\"parameter\":\"Origin\"");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Accept: */*", KEY})
    void aCallThatIsForNoWebSocketIsToldToUpgrade(String header) throws IOException {
        try (HttpClient client = HttpClient.get(url(), "/ws", header)) {
            assertThat(client.status()).isEqualTo(426);
            assertThat(client.header("Upgrade")).isEqualTo("websocket");
            assertThat(client.header("Connection")).isEqualTo("Upgrade");
            assertThat(client.header("Content-Type")).isEqualTo(Problem.MEDIA_TYPE);
            assertThat(client.text()).contains("GET over HTTP/1.1", "tailrace.v1");
        }
    }

    /** There is no Upgrade in HTTP/2 (RFC 9113, 8.6). */
    @ParameterizedTest
    @ValueSource(strings = {"Accept: */*", KEY})
    void aCallOverHttp2IsToldThatItHasToBeAnother(String header) throws Exception {
        try (var client = java.net.http.HttpClient.newHttpClient()) {
            HttpRequest first = HttpRequest.newBuilder(URI.create(url() + "q/health/live")).build();
            assertThat(client.send(first, BodyHandlers.discarding()).version())
                    .isEqualTo(java.net.http.HttpClient.Version.HTTP_2);
            HttpRequest ws =
                    HttpRequest.newBuilder(URI.create(url() + "ws"))
                            .headers(header.split(": ", -1))
                            .build();
            HttpResponse<String> answer = client.send(ws, BodyHandlers.ofString());
            assertThat(answer.version()).isEqualTo(java.net.http.HttpClient.Version.HTTP_2);
            assertThat(answer.statusCode()).isEqualTo(426);
            assertThat(answer.headers().map()).doesNotContainKeys("upgrade", "connection");
            assertThat(answer.body()).contains("GET over HTTP/1.1");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "OPTIONS"})
    void whatIsNoGetIsRefusedWithTheMethodThatIs(String method) throws IOException {
        try (HttpClient client = HttpClient.connect(url())) {
            client.request(method, "/ws", CONNECTION, UPGRADE, VERSION, KEY, "Content-Length: 0");
            assertThat(client.status()).isEqualTo(405);
            assertThat(client.header("Allow")).isEqualTo("GET");
            assertThat(client.header("Content-Type")).isEqualTo(Problem.MEDIA_TYPE);
            assertThat(client.text()).contains("There is no call " + method + " /ws");
        }
    }

    @Test
    void anUpgradeWithoutAKeyIsABadRequestAndTheConnectionServesOn() throws IOException {
        try (HttpClient client = HttpClient.get(url(), "/ws", CONNECTION, UPGRADE, VERSION)) {
            assertThat(client.status()).isEqualTo(400);
            assertThat(client.text()).isEmpty();
            client.request("GET", "/q/health/live");
            assertThat(client.status()).isEqualTo(200);
        }
    }

    /** Those that this gateway refuses, and those that Vert.x does. */
    @Test
    void aHandshakeThatIsRefusedMayBeFollowedByOneThatIsNot() throws IOException {
        try (WsClient client = WsClient.ask(url(), "Sec-WebSocket-Protocol: x")) {
            assertThat(client.status()).isEqualTo(400);
            client.problem();
            client.handshake("Sec-WebSocket-Version: 12");
            assertThat(client.status()).isEqualTo(426);
            assertThat(client.header("Sec-WebSocket-Version")).isEqualTo("13");
            client.handshake("Sec-WebSocket-Version: 12");
            assertThat(client.status()).isEqualTo(426);
            client.handshake();
            assertThat(client.status()).isEqualTo(101);
            assertServes(client);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"permessage-deflate", "x-webkit-deflate-frame"})
    void noCompressionIsNegotiated(String extension) throws IOException {
        try (WsClient client = WsClient.ask(url(), "Sec-WebSocket-Extensions: " + extension)) {
            assertThat(client.status()).isEqualTo(101);
            assertThat(client.header("Sec-WebSocket-Extensions")).isEmpty();
            assertServes(client);
        }
    }

    /**
     * A client may send as soon as it has read the 101, while its event loop has other work between
     * that and the opening of the WebSocket.
     */
    @Test
    void whatComesFirstIsAnsweredInItsOrderHoweverBusyTheEventLoopIs() throws IOException {
        AtomicBoolean busy = new AtomicBoolean(true);
        ((VertxInternal) Objects.requireNonNull(vertx))
                .getEventLoopGroup()
                .forEach(each -> keepBusy(each, busy));
        try (WsClient client = WsClient.open(url())) {
            client.frame(0x80 | WsClient.PING, new byte[] {1});
            client.send("{'op':'ping'}");
            client.frame(0x80 | WsClient.CLOSE, new byte[] {1000 >> 8, (byte) 1000});
            assertThat(opcodes(client))
                    .containsExactly(WsClient.PONG, WsClient.TEXT, WsClient.CLOSE);
        } finally {
            busy.set(false);
        }
    }

    /** Those of all frames up to the last, without the gateway's own pings. */
    private static List<Integer> opcodes(WsClient client) throws IOException {
        List<Integer> opcodes = new ArrayList<>();
        int opcode;
        do {
            opcode = client.frame().opcode();
            if (opcode != WsClient.PING) {
                opcodes.add(opcode);
            }
        } while (opcode != WsClient.CLOSE);
        return opcodes;
    }

    /**
     * So much that an event loop looks for what its sockets bring before it has done half of it.
     */
    private static void keepBusy(Executor eventLoop, AtomicBoolean busy) {
        for (int i = 0; i < 200; i++) {
            Runnable work =
                    new Runnable() {
                        @Override
                        public void run() {
                            if (busy.get()) {
                                LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
                                eventLoop.execute(this);
                            }
                        }
                    };
            eventLoop.execute(work);
        }
    }

    private static void assertServes(WsClient client) throws IOException {
        client.send("{'op':'ping','id':'7'}");
        assertThat(client.next("pong").get("id").asText()).isEqualTo("7");
    }
}
