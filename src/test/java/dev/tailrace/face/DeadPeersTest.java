package dev.tailrace.face;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.hub.FedStream;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Clients that are gone, whether they could say so or not. */
@QuarkusTest
@TestProfile(FaceProfile.class)
class DeadPeersTest extends FaceTest {

    private static final Duration SEVERAL_HEARTBEATS = FaceProfile.HEARTBEAT.multipliedBy(6);

    /** The kernel asks each second, however short the heartbeat is: so all forms at once. */
    @Test
    void clientsWhoseMachineIsOffAreNoticedWhileNothingIsWritten() throws Exception {
        FedStream stream = newStream().numbers(0, 1);
        List<DeafClient> clients = clientsOfAllForms(stream);
        try {
            clients.forEach(DeafClient::turnOff);
            await().until(() -> stream.stream().readers().count() == 0);
        } finally {
            clients.forEach(DeafClient::close);
        }
    }

    @Test
    void clientsWhoseMachineIsOffAreNoticedWhileLinesAreOnTheirWay() throws Exception {
        double before = dead();
        FedStream stream = newStream().numbers(0, 1);
        List<DeafClient> clients = clientsOfAllForms(stream);
        try {
            clients.forEach(DeafClient::turnOff);
            stream.numbers(1, 2);
            await().until(() -> stream.stream().readers().count() == 0);
            assertThat(dead()).isEqualTo(before + clients.size());
        } finally {
            clients.forEach(DeafClient::close);
        }
    }

    @Test
    void aClientThatFollowsTheListFromAMachineThatIsOffIsNoticed() throws Exception {
        try (DeafClient client = new DeafClient(url(), "/streams", Form.SSE.accept(), true)) {
            assertThat(hub().streams().watchers().count()).isEqualTo(1);
            client.turnOff();
            await().until(() -> hub().streams().watchers().count() == 0);
        }
    }

    @Test
    void aClientThatIsThereAndDoesNotReadIsLeftInPeace() throws Exception {
        FedStream stream = longStream();
        try (DeafClient client = lazyClient(stream)) {
            await().during(SEVERAL_HEARTBEATS).until(() -> stream.stream().readers().count() == 1);
            assertThat(client.isOpen()).isTrue();
        }
    }

    /** Its kernel is asked for its window, ever more seldom, and says nothing. */
    @Test
    void aClientWhoseMachineIsOffIsNoticedWhenItDidNotReadBefore() throws Exception {
        double before = dead();
        FedStream stream = longStream();
        try (DeafClient client = lazyClient(stream)) {
            client.turnOff();
            await().until(() -> stream.stream().readers().count() == 0);
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
        assertThat(stream.stream().readers().count()).isEqualTo(1);
        return client;
    }

    @ParameterizedTest
    @EnumSource
    void aClientThatResetsItsConnectionIsNoticedAtOnce(Form form) throws IOException {
        FedStream stream = newStream().numbers(0, 1);
        try (Socket socket = socket(stream, form)) {
            socket.setOption(StandardSocketOptions.SO_LINGER, 0);
        }
        await().until(() -> stream.stream().readers().count() == 0);
    }

    /** As Netty and most servers have it: a client that sends no more is taken to read no more. */
    @ParameterizedTest
    @EnumSource
    void aClientThatClosesItsHalfIsGoneToo(Form form) throws IOException {
        FedStream stream = newStream().numbers(0, 1);
        try (Socket socket = socket(stream, form)) {
            socket.shutdownOutput();
            await().until(() -> stream.stream().readers().count() == 0);
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
        assertThat(stream.stream().readers().count()).isEqualTo(1);
        return socket;
    }

    private List<DeafClient> clientsOfAllForms(FedStream stream) throws InterruptedException {
        List<DeafClient> clients = new ArrayList<>();
        for (Form form : Form.values()) {
            String path = path(stream) + "?follow=true";
            clients.add(new DeafClient(url(), path, form.accept(), true));
        }
        assertThat(stream.stream().readers().count()).isEqualTo(clients.size());
        return clients;
    }

    private double dead() {
        return counter("tailrace.connections.dead");
    }
}
