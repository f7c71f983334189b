package dev.tailrace.face;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.Waiting;
import dev.tailrace.hub.FedStream;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Connections that take a place and on which nothing is asked. */
@QuarkusTest
@TestProfile(LimitsProfile.class)
class LoiterersTest extends LimitsTest {
    private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
    private static final String GET = "GET /streams HTTP/1.1\r\nHost: localhost\r\n";

    @Inject @Nullable TicksOfTests ticks;

    private void passRequestTimeout() {
        Objects.requireNonNull(ticks).pass(LimitsProfile.REQUEST_TIMEOUT);
    }

    private Socket connect(String bytes) throws IOException {
        Socket socket = new Socket();
        socket.setSoTimeout((int) Waiting.LIMIT.toMillis());
        socket.connect(new InetSocketAddress(url().getHost(), url().getPort()));
        socket.getOutputStream().write(bytes.getBytes(US_ASCII));
        return socket;
    }

    private static void awaitClose(Socket socket) throws IOException {
        try {
            socket.getInputStream().readAllBytes();
        } catch (SocketException e) {
            assertThat(e).as("closed with bytes unread").hasMessage("Connection reset");
        }
    }

    private double overdue() {
        return counter("tailrace.connections.overdue", "reason", "request-timeout");
    }

    @Test
    void aRequestThatDoesNotComeToItsEndIsNotWaitedForLong() throws IOException {
        double before = overdue();
        String[] unfinished = {
            "",
            "G",
            "GET /streams HTTP/1.1\r\n",
            GET,
            GET + "X: ",
            "PRI * HTTP/2.0",
            PREFACE,
            GET
                    + USER
                    + "\r\nContent-Length: 10\r\n\r\n12345", // its answer is not what it waits for
        };
        List<Socket> clients = new ArrayList<>();
        try (HttpClient second = HttpClient.get(url(), "/streams")) {
            second.text();
            second.send(new byte[] {'G', 'E'});
            for (String each : unfinished) {
                clients.add(connect(each));
            }
            // Many more than there may be connections that have asked for something.
            for (int i = 0; i < 10 * LimitsProfile.MAX_CONNECTIONS; i++) {
                clients.add(connect(GET));
            }
            clients.add(connect(GET + "X: "));
            await().until(() -> gauge("tailrace.connections.open") > clients.size());
            passRequestTimeout();
            awaitCloseWhileWriting(clients.getLast());
            for (Socket each : clients) {
                awaitClose(each);
            }
            assertThat(second.isClosed()).isTrue();
            await().until(() -> gauge("tailrace.connections.open") == 0);
            assertThat(overdue()).isEqualTo(before + clients.size() + 1);
        } finally {
            for (Socket each : clients) {
                each.close();
            }
        }
    }

    /** A time-out of silence would never be over. */
    private static void awaitCloseWhileWriting(Socket socket) {
        CompletableFuture<Void> closed = closing(socket);
        await().ignoreExceptionsInstanceOf(SocketException.class)
                .until(() -> {
                    if (!closed.isDone()) {
                        socket.getOutputStream().write('x');
                    }
                    return closed.isDone();
                });
        closed.join();
    }

    private static CompletableFuture<Void> closing(Socket socket) {
        return CompletableFuture.runAsync(() -> {
            try {
                awaitClose(socket);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
    }

    /** A quiet stream has nothing to say for as long as it likes. */
    @Test
    void whatIsAnsweredOrMayAskAgainIsLeftInPeace() throws Exception {
        FedStream stream = newStream();
        // To close it waits for its last response.
        java.net.http.HttpClient http2 = java.net.http.HttpClient.newHttpClient();
        try (HttpClient text = get(stream, "?follow=true");
                HttpClient idle = HttpClient.get(url(), "/streams");
                WsClient ws = WsClient.open(url())) {
            idle.text();
            URI log = URI.create(url() + path(stream).substring(1) + "?follow=true&limit=1");
            InputStream over2 =
                    http2.send(
                                    HttpRequest.newBuilder(log)
                                            .header("Remote-User", LimitsProfile.USER)
                                            .build(),
                                    BodyHandlers.ofInputStream())
                            .body();
            try (Socket slow = connect(GET)) {
                CompletableFuture<Void> later = closing(slow);
                await().until(() -> gauge("tailrace.connections.open") == 5);
                passRequestTimeout();
                // Of its own pings, too, it has to be asked for the answers.
                Waiting.await()
                        .until(() -> {
                            ws.send("{'op':'ping','id':'7'}");
                            ws.next("pong");
                            return later.isDone();
                        });
            }
            stream.stdout("a line\n");
            assertThat(HttpClient.text(text.body(), 7)).isEqualTo("a line\n");
            assertThat(over2.readAllBytes()).asString().isEqualTo("a line\n");
            idle.request("GET", "/q/health/live");
            assertThat(idle.status()).isEqualTo(200);
        } finally {
            http2.shutdownNow();
        }
    }
}
