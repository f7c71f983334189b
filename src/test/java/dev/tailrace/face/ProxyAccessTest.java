package dev.tailrace.face;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.FacesOfOtherProfiles;
import dev.tailrace.hub.FedStream;
import dev.tailrace.model.StreamName;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that a proxy names, and those that would like to be its. */
@QuarkusTest
@TestProfile(LimitsProfile.class)
@Tag(FacesOfOtherProfiles.TAG)
class ProxyAccessTest extends FaceTest {
    private static final String OTHER_PEER = "127.0.0.2";
    private static final String ALICE = "Remote-User: alice";
    private static final String BOB = "Remote-User: bob";
    private static final String OPS = "Remote-Groups: all,ops";

    @ConfigProperty(name = "tailrace.auth.token-file")
    @Nullable Path tokenFile;

    @BeforeEach
    void twoStreams() {
        if (hub().streams().find(new StreamName("web-1")).isEmpty()) {
            FedStream.start(hub(), "web-1").stdout("mine\n");
            FedStream.start(hub(), "hidden-1").stdout("secret line\n");
        }
    }

    private String get(int status, String path, String... headers) throws IOException {
        return getFrom("127.0.0.1", status, path, headers);
    }

    private String getFrom(String peer, int status, String path, String... headers)
            throws IOException {
        try (HttpClient client = HttpClient.connectFrom(peer, url())) {
            client.request("GET", path, headers);
            assertThat(client.status()).isEqualTo(status);
            assertThat(client.header("WWW-Authenticate"))
                    .isEqualTo(status == 401 ? "Proxied realm=\"tailrace\"" : "");
            return client.text();
        }
    }

    private double refused(String reason) {
        return counter("tailrace.auth.refused", "reason", reason);
    }

    @Test
    void aUserMayWhatHisLinesSayAndThoseOfHisGroups() throws IOException {
        assertThat(get(200, "/streams", ALICE)).contains("web-1").doesNotContain("hidden");
        assertThat(get(404, "/streams/hidden-1/log", ALICE)).doesNotContain("secret");
        get(403, "/q/metrics", ALICE);
        assertThat(get(200, "/streams", ALICE, OPS)).contains("web-1", "hidden-1");
        assertThat(get(200, "/streams/hidden-1/log", BOB, OPS)).isEqualTo("secret line\n");
        assertThat(get(200, "/q/metrics", BOB, "Remote-Groups: x | ops"))
                .contains("tailrace_auth_users 3", "tailrace_auth_groups 1", "stream=\"hidden-1\"")
                .doesNotContain("stream=\"web-1\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bob", "old", "ops", "all", "Alice", "user=alice", "(everyone)", "*"})
    void whoeverHasNoLineMayNothing(String user) throws IOException {
        String header = "Remote-User: " + user;
        assertThat(get(200, "/streams", header, "Remote-Groups: ")).isEqualTo("[]");
        get(404, "/streams/web-1/log", header, "Remote-Groups: alice, ops b,,Ops");
        get(404, "/log?stream=web-1", header);
        get(403, "/q/metrics", header);
        try (HttpClient client = HttpClient.connect(url())) {
            client.request("POST", "/streams/web-1/lines", header, "Content-Length: 0");
            assertThat(client.status()).isEqualTo(404);
        }
    }

    @Test
    void whoeverIsNotNamedIsNotLetIn() throws IOException {
        double before = refused("missing");
        String answer = get(401, "/streams");
        assertThat(answer).contains("does not say who", "'Remote-User'", "'Remote-Groups'");
        get(401, "/streams", "Authorization: Bearer " + TokenFolder.ALL);
        get(401, "/ws", "X-Forwarded-User: alice");
        getFrom(OTHER_PEER, 401, "/streams/web-1/log");
        assertThat(refused("missing")).isEqualTo(before + 4);
        getFrom(OTHER_PEER, 200, "/q/health");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Remote-User: alice",
                "remote-user: ALICE",
                "Remote-User: ",
                "Remote-Groups: ops",
                "Remote-User: alice\r\nX-Forwarded-For: 127.0.0.1",
                "Remote-User: alice\r\nForwarded: for=127.0.0.1",
                "Remote-User: alice\r\nX-Real-IP: 127.0.0.1"
            })
    void nobodyElseIsBelieved(String headers) throws IOException {
        double before = refused("peer");
        for (String path : List.of("/streams", "/streams/web-1/log", "/q/health", "/nothing")) {
            assertThat(getFrom(OTHER_PEER, 401, path, headers.split("\r\n", -1)))
                    .contains("only for those that its proxy lets in")
                    .doesNotContain("mine", "UP");
        }
        assertThat(refused("peer")).isEqualTo(before + 4);
    }

    @ParameterizedTest
    @CsvSource({
        "/login?return=%2F%23web-1, /#web-1",
        "/login, /",
        "/login?return=https%3A%2F%2Fevil.example%2F, /",
    })
    void whoeverComesBackFromTheLoginOfTheProxyIsLedBackToThePage(String path, String next)
            throws IOException {
        try (HttpClient client = HttpClient.get(url(), path, ALICE, "Accept: text/html")) {
            assertThat(client.status()).isEqualTo(303);
            assertThat(client.header("Location")).isEqualTo(next);
        }
        assertThat(get(403, path, "Accept: text/html"))
                .contains("tailrace.auth.mode is proxy", "through the proxy");
    }

    @Test
    void thePageAsksWhoThePersonIs() throws IOException {
        assertThat(get(200, "/login", ALICE, "Accept: application/json"))
                .isEqualTo("{\"mode\":\"proxy\",\"principal\":\"alice\",\"session\":false}");
    }

    @Test
    void whatAProxyAddsOfOthersIsTaken() throws IOException {
        get(
                200,
                "/streams/web-1/log",
                ALICE,
                "X-Forwarded-For: 203.0.113.7",
                "X-Forwarded-Proto: https",
                "X-Forwarded-Host: evil.example",
                "Forwarded: for=203.0.113.7;host=evil.example");
        try (HttpClient client = HttpClient.get(url(), "/streams", ALICE, "Origin: null")) {
            assertThat(client.status()).isEqualTo(403);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Remote-User: ",
                "Remote-User: alice\r\nRemote-User: alice",
                "Remote-User: alice\r\nremote-user: bob",
                "Remote-User: alice, bob",
                "Remote-User: alice|bob",
                "Remote-User: al ice",
                "Remote-User: al\tice",
                "Remote-User: al\u00efce",
                "Remote-Groups: ops",
                "Remote-User: alice\r\nRemote-Groups: a\r\nRemote-Groups: ops",
                "Remote-User: alice\r\nRemote-Groups: ops\tall"
            })
    void whatIsNotExactlyOneUserIsNone(String headers) throws IOException {
        double before = refused("bad");
        assertThat(get(401, "/streams", headers.split("\r\n", -1))).contains("as it must");
        get(401, "/q/health", headers.split("\r\n", -1));
        assertThat(refused("bad")).isEqualTo(before + 2);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 0x1f, 0x7f})
    void controlCharactersAreRefused(int character) throws IOException {
        for (String header : List.of("Remote-User: alice", "Remote-User: alice\r\n" + OPS)) {
            try (HttpClient client = HttpClient.connect(url())) {
                client.request("GET", "/streams", header + (char) character);
                assertThat(client.status()).isIn(400, 401);
            }
        }
        try (HttpClient client = HttpClient.connect(url())) {
            client.request("GET", "/streams", "Remote-User: " + "x".repeat(129));
            assertThat(client.status()).isEqualTo(401);
        }
    }

    @Test
    void whoeverIsLetInNoLongerIsEnded() throws IOException {
        List<String> lines = new ArrayList<>(TokenFolder.LINES);
        lines.add("guests group=guests rights=read streams=web-*");
        TokenFolder.write(Objects.requireNonNull(tokenFile), lines);
        await().until(() -> gauge("tailrace.auth.groups") == 2);
        String guests = "Remote-Groups: guests";
        String path = "/streams/web-1/log?follow=true&from=first";
        try (HttpClient text = HttpClient.get(url(), path, BOB, guests);
                HttpClient stays = HttpClient.get(url(), path, ALICE, OPS);
                WsClient ws = WsClient.ask(url(), BOB, guests)) {
            await().until(() -> gauge("tailrace.auth.watched") == 3);
            ws.send("{'op':'auth','token':'" + TokenFolder.ALL + "'}");
            assertThat(ws.next("error").get("reason").asText()).isEqualTo("unauthenticated");
            TokenFolder.write(Objects.requireNonNull(tokenFile), TokenFolder.LINES);
            assertThat(text.text()).isEqualTo("mine\n--- end: auth ---\n");
            assertThat(ws.untilClosed(new ArrayList<>()).closeCode()).isEqualTo(4401);
            assertThat(gauge("tailrace.auth.watched")).isEqualTo(1);
            assertThat(stays.status()).isEqualTo(200);
        }
        get(404, "/streams/web-1/log", BOB, guests);
    }
}
