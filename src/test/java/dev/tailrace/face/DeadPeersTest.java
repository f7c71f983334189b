package dev.tailrace.face;

import static dev.tailrace.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.hub.FedStream;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Clients that are gone, whether they could say so or not; the heartbeat is a second. */
@QuarkusTest
@TestProfile(FaceProfile.class)
class DeadPeersTest extends FaceTest {

    private static final Duration SEVERAL_HEARTBEATS = Duration.ofSeconds(6);

    @Inject @Nullable MeterRegistry meters;

    @ParameterizedTest
    @EnumSource
    void whoseMachineIsOffIsNoticedWhileNothingIsWritten(Form form) throws Exception {
        FedStream stream = newStream().numbers(0, 1);
        try (DeafClient client = client(stream, form)) {
            client.turnOff();
            await().until(() -> stream.stream().subscribers() == 0);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whoseMachineIsOffIsNoticedWhileLinesAreOnTheirWay(Form form) throws Exception {
        double before = dead();
        FedStream stream = newStream().numbers(0, 1);
        try (DeafClient client = client(stream, form)) {
            client.turnOff();
            stream.numbers(1, 2);
            await().until(() -> stream.stream().subscribers() == 0);
            assertThat(dead()).isEqualTo(before + 1);
        }
    }

    @Test
    void whoFollowsTheListFromAMachineThatIsOffIsNoticed() throws Exception {
        int before = hub().watching();
        try (DeafClient client = new DeafClient(url(), "/streams", Form.SSE.accept(), true)) {
            assertThat(hub().watching()).isEqualTo(before + 1);
            client.turnOff();
            await().until(() -> hub().watching() == before);
        }
    }

    @Test
    void whoIsThereAndDoesNotReadIsLeftInPeace() throws Exception {
        FedStream stream = longStream();
        try (DeafClient client = lazyClient(stream)) {
            await().during(SEVERAL_HEARTBEATS).until(() -> stream.stream().subscribers() == 1);
            assertThat(client.isOpen()).isTrue();
        }
    }

    /** Its kernel is asked for its window, ever more seldom, and says nothing. */
    @Test
    void whoseMachineIsOffIsNoticedWhenItDidNotReadBefore() throws Exception {
        double before = dead();
        FedStream stream = longStream();
        try (DeafClient client = lazyClient(stream)) {
            client.turnOff();
            await().until(() -> stream.stream().subscribers() == 0);
            assertThat(dead()).isEqualTo(before + 1);
        }
    }

    /** More than sockets hold. */
    private FedStream longStream() {
        FedStream stream = newStream();
        String lines = ("x".repeat(999) + "\n").repeat(1000);
        for (int i = 0; i < 30; i++) {
            stream.stdout(lines);
        }
        return stream;
    }

    private DeafClient lazyClient(FedStream stream) throws InterruptedException {
        String path = path(stream) + "?follow=true&from=first";
        DeafClient client = new DeafClient(url(), path, Form.TEXT.accept(), false);
        assertThat(stream.stream().subscribers()).isEqualTo(1);
        return client;
    }

    @ParameterizedTest
    @EnumSource
    void whoResetsItsConnectionIsNoticedAtOnce(Form form) throws IOException {
        FedStream stream = newStream().numbers(0, 1);
        try (Socket socket = socket(stream, form)) {
            socket.setOption(StandardSocketOptions.SO_LINGER, 0);
        }
        await().until(() -> stream.stream().subscribers() == 0);
    }

    /** As Netty and most servers have it: who sends no more is taken to read no more. */
    @ParameterizedTest
    @EnumSource
    void whoClosesItsHalfIsGoneToo(Form form) throws IOException {
        FedStream stream = newStream().numbers(0, 1);
        try (Socket socket = socket(stream, form)) {
            socket.shutdownOutput();
            await().until(() -> stream.stream().subscribers() == 0);
            byte[] rest = socket.getInputStream().readAllBytes();
            assertThat(new String(rest, StandardCharsets.UTF_8)).doesNotContain("\"end\"");
        }
    }

    /** A follower's connection, of which the first bytes have come. */
    private Socket socket(FedStream stream, Form form) throws IOException {
        Socket socket = new Socket();
        socket.connect(new InetSocketAddress(url().getHost(), url().getPort()));
        String request = "GET " + path(stream) + "?follow=true HTTP/1.1\r\nHost: localhost\r\n";
        request = request + form.accept() + "\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        assertThat(socket.getInputStream().read()).isEqualTo('H');
        assertThat(stream.stream().subscribers()).isEqualTo(1);
        return socket;
    }

    private DeafClient client(FedStream stream, Form form) throws InterruptedException {
        String path = path(stream) + "?follow=true";
        DeafClient client = new DeafClient(url(), path, form.accept(), true);
        assertThat(stream.stream().subscribers()).isEqualTo(1);
        return client;
    }

    private double dead() {
        return Objects.requireNonNull(meters).get("tailrace.connections.dead").counter().count();
    }
}
