package dev.tailrace.face;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.hub.FedStream;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** Clients that send requests and do not wait for their answers (RFC 9112, 9.3.2). */
@QuarkusTest
@TestProfile(FaceProfile.class)
class PipelinedRequestsTest extends FaceTest {
    private static final int REQUESTS = 2000;

    private static final int SMALL = 64 * 1024;

    /** More than both sockets' buffers hold. */
    private static final int MUCH = 1024 * 1024;

    /** A gateway that is only slow to take more makes the test weaker, but not red. */
    private static final int QUIET_MILLIS = 400;

    @Test
    void eachIsAnsweredInItsTurn() throws Exception {
        String request =
                """
                POST /streams/pipelined/lines HTTP/1.1\r
                Host: localhost\r
                Content-Type: text/plain\r
                Content-Length: 5\r
                \r
                line
                """;
        try (HttpClient client = HttpClient.connect(url());
                ExecutorService sender = Executors.newSingleThreadExecutor()) {
            CompletableFuture<Void> sent =
                    CompletableFuture.runAsync(() -> sendAll(client, request), sender);
            for (int i = 0; i < REQUESTS; i++) {
                client.readHead();
                assertThat(client.status()).isEqualTo(200);
                assertThat(client.text()).contains("\"last\":" + i + ",");
            }
            sent.join();
        }
    }

    private static void sendAll(HttpClient client, String request) {
        byte[] hundred = request.repeat(100).getBytes(US_ASCII);
        try {
            for (int i = 0; i < REQUESTS / 100; i++) {
                client.send(hundred);
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void whatComesBeforeItsTurnStaysInTheSocket() throws IOException {
        FedStream stream = newStream().numbers(0, 3);
        String follow = "GET " + path(stream) + "?follow=true HTTP/1.1\r\nHost: localhost\r\n\r\n";
        assertThat(takenOf(follow)).isLessThan(MUCH);
    }

    @Test
    void aClientThatDoesNotReadIsNotAnsweredOnAndOn() throws IOException {
        FedStream stream = newStream().numbers(0, 3);
        String get = "GET " + path(stream) + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
        assertThat(takenOf(get)).isLessThan(MUCH);
    }

    /** How many bytes of this request, again and again, are taken of a client that never reads. */
    private long takenOf(String request) throws IOException {
        byte[] many = request.repeat(500).getBytes(US_ASCII);
        long taken = 0;
        try (SocketChannel socket =
                        SocketChannel.open(
                                new InetSocketAddress(url().getHost(), url().getPort()));
                Selector selector = Selector.open()) {
            socket.setOption(StandardSocketOptions.SO_SNDBUF, SMALL);
            socket.configureBlocking(false).register(selector, SelectionKey.OP_WRITE);
            ByteBuffer bytes = ByteBuffer.wrap(many);
            while (taken < MUCH && selector.select(QUIET_MILLIS) > 0) {
                selector.selectedKeys().clear();
                taken += socket.write(bytes);
                if (!bytes.hasRemaining()) {
                    bytes.rewind();
                }
            }
        }
        return taken;
    }
}
