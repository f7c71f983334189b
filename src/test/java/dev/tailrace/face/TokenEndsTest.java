package dev.tailrace.face;

import static dev.tailrace.face.TokenFolder.LINES;
import static dev.tailrace.face.TokenFolder.line;
import static dev.tailrace.face.TokenFolder.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tailrace.hub.FedStream;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Readers whose token is revoked or expires, and those that show another in time. */
@QuarkusTest
@TestProfile(TokensProfile.class)
class TokenEndsTest extends TokenTest {
    private static final String GUEST = TokenFolder.token('g');
    private static final String GUEST_TOO = TokenFolder.token('h');
    private static final String WIDER = TokenFolder.token('i');
    private static final String RIGHTS = "rights=read streams=*";
    private static final AtomicInteger NAMES = new AtomicInteger();

    private FedStream ends;

    @BeforeEach
    void letAGuestIn() throws IOException {
        tokens(with(line("guest", GUEST, RIGHTS)), GUEST, true);
        ends = stream("ends-" + NAMES.incrementAndGet()).stdout("first\n");
    }

    @AfterEach
    void putBack() throws IOException {
        tokens(LINES, GUEST, false);
    }

    private HttpClient read(String accept) throws IOException {
        return get(GUEST, path(ends) + "?follow=true&from=first", "Accept: " + accept);
    }

    private double ended(String face) {
        return counter("tailrace.subscriptions.ended", "face", face, "reason", "auth");
    }

    private void awaitWatched(int count) {
        await().until(() -> gauge("tailrace.auth.watched") == count);
    }

    @Test
    void revokedReadersEndInTheirWayAndAreNotLetInAgain() throws IOException {
        double before = ended("sse") + ended("ndjson") + ended("text");
        try (HttpClient sse = read("text/event-stream");
                HttpClient ndjson = read("application/x-ndjson");
                HttpClient text = read("text/plain");
                HttpClient merged = get(GUEST, "/log?select={a!=\"b\"}&follow=true&from=first");
                HttpClient list = get(GUEST, "/streams", "Accept: text/event-stream")) {
            awaitWatched(5);
            tokens(LINES, GUEST, false);
            EventStream.Event last = events(sse).rest().getLast();
            assertThat(last.type()).isEqualTo("end");
            assertThat(last.data()).contains("\"auth\"");
            assertThat(ndjson.text())
                    .contains("first")
                    .endsWith("{\"end\":{\"reason\":\"auth\"}}\n");
            assertThat(text.text()).isEqualTo("first\n--- end: auth ---\n");
            assertThat(merged.text()).endsWith("--- end: auth ---\n");
            assertThat(events(list).rest().getLast().data()).contains("\"auth\"");
        }
        assertThat(ended("sse") + ended("ndjson") + ended("text")).isEqualTo(before + 4);
        awaitWatched(0);
        try (HttpClient again = read("text/event-stream")) {
            assertThat(again.status()).isEqualTo(401);
        }
    }

    @Test
    void anEndThatComesIsAnnounced() throws IOException {
        try (HttpClient sse = read("text/event-stream");
                HttpClient list =
                        get(GUEST, "/streams?select={x=\"y\"}", "Accept: text/event-stream");
                WsClient ws = WsClient.ask(url(), bearer(GUEST))) {
            awaitWatched(3);
            Instant expires = Instant.now().plusSeconds(2);
            tokens(with(line("guest", GUEST, RIGHTS + " expires=" + expires)), GUEST, true);
            for (HttpClient client : List.of(sse, list)) {
                List<EventStream.Event> all = events(client).rest();
                assertThat(all.get(all.size() - 2).type()).isEqualTo("auth-expiring");
                assertThat(all.get(all.size() - 2).data())
                        .isEqualTo("{\"expires\":\"" + expires + "\"}");
                assertThat(all.getLast().data()).contains("\"auth\"");
            }
            assertThat(ws.next("auth-expiring").get("expires").asText())
                    .isEqualTo(expires.toString());
            assertThat(ws.untilClosed(new ArrayList<>()).closeCode()).isEqualTo(4401);
        }
    }

    @Test
    void aWebSocketEndsWithAllItsSubscriptionsPausedOnesToo() throws IOException {
        try (WsClient ws = WsClient.ask(url(), bearer(GUEST))) {
            String name = ends.stream().name().value();
            ws.send("{'op':'subscribe','id':'a','stream':'" + name + "'}");
            ws.next("hello");
            ws.send("{'op':'pause','id':'a'}");
            ws.send("{'op':'subscribe','id':'b','stream':'" + name + "','credit':0}");
            ws.send("{'op':'subscribe','id':'c','select':'{a!=\\\"b\\\"}'}");
            tokens(LINES, GUEST, false);
            List<JsonNode> messages = new ArrayList<>();
            WsClient.Frame close = ws.untilClosed(messages);
            assertThat(close.closeCode()).isEqualTo(4401);
            assertThat(messages)
                    .filteredOn(each -> each.path("op").asText().equals("end"))
                    .extracting(each -> each.path("id").asText() + each.path("reason").asText())
                    .contains("aauth", "bauth", "cauth");
        }
        try (WsClient again = WsClient.ask(url(), bearer(GUEST))) {
            assertThat(again.status()).isEqualTo(401);
        }
    }

    /** Each reader is told to go at a moment of a long time. */
    @Test
    void whileTheGatewayDrainsAReaderEndsAtOnceToo() throws IOException {
        try (HttpClient sse = read("text/event-stream")) {
            awaitWatched(1);
            var _ = ends.stream().readers().drain(Duration.ofHours(1));
            tokens(LINES, GUEST, false);
            assertThat(events(sse).rest().getLast().data()).contains("\"auth\"");
        }
    }

    /** What waits in the gateway for a client that does not read is not for it any more. */
    @Test
    void aSocketThatIsBlockedIsCutOff() throws IOException {
        ends.stdout("x".repeat(16_000).concat("\n").repeat(600));
        String path = path(ends) + "?follow=true&from=first";
        try (HttpClient client = HttpClient.get(url(), 4096, path, bearer(GUEST))) {
            awaitRest(() -> delivered(ends, "text"));
            tokens(LINES, GUEST, false);
            await().until(() -> gauge("tailrace.http.subscriptions") == 0);
            InputStream rest = client.body();
            assertThatIOException().isThrownBy(rest::readAllBytes);
        }
    }

    @Test
    void aReaderOfHistoryEndsInTheMiddle() throws IOException {
        for (int i = 0; i < 20; i++) {
            ends.stdout("x".repeat(16_000).concat("\n").repeat(60));
        }
        try (HttpClient client =
                HttpClient.get(
                        url(),
                        4096,
                        path(ends) + "?follow=false",
                        bearer(GUEST),
                        "Accept: application/x-ndjson")) {
            assertThat(client.status()).isEqualTo(200);
            awaitRest(() -> delivered(ends, "ndjson"));
            tokens(LINES, GUEST, false);
            awaitWatched(0);
            assertThat(delivered(ends, "ndjson")).isLessThan(1200);
        }
    }

    @Test
    void aWebSocketGoesOnWithAnotherTokenOfThatPrincipal() throws IOException {
        Instant soon = Instant.now().plusSeconds(30);
        List<String> lines = with(line("guest", GUEST, RIGHTS + " expires=" + soon));
        lines.add(line("guest", GUEST_TOO, RIGHTS));
        lines.add(line("guest", WIDER, "rights=read,push streams=*"));
        tokens(lines, WIDER, true);
        try (WsClient ws = WsClient.ask(url(), bearer(GUEST))) {
            ws.next("auth-expiring");
            for (String other : List.of(WIDER, TokenFolder.ALL, TokenFolder.UNKNOWN, "")) {
                ws.send("{'op':'auth','token':'" + other + "'}");
                assertThat(ws.next("error").get("reason").asText()).isEqualTo("unauthenticated");
            }
            ws.send("{'op':'auth'}");
            assertThat(ws.next("error").get("parameter").asText()).isEqualTo("token");
            ws.send("{'op':'auth','token':'" + GUEST_TOO + "'}");
            assertThat(ws.next("authenticated").has("expires")).isFalse();
            lines.removeFirst();
            tokens(with(line("guest", GUEST_TOO, RIGHTS)), GUEST, false);
            ws.send("{'op':'ping'}");
            ws.next("pong");
            tokens(LINES, GUEST_TOO, false);
            assertThat(ws.untilClosed(new ArrayList<>()).closeCode()).isEqualTo(4401);
        }
    }

    @Test
    void garbageInTheFileEndsNobodyAndIsSaid() throws IOException {
        try (HttpClient sse = read("text/event-stream")) {
            awaitWatched(1);
            EventStream events = events(sse);
            TokenFolder.write(Objects.requireNonNull(tokenFile), List.of("garbage"));
            await().until(() -> gauge("tailrace.auth.file.failing") == 1);
            ends.stdout("second\n");
            EventStream.Event event = next(events);
            while (!event.data().contains("second")) {
                event = next(events);
            }
            try (HttpClient other = read("application/x-ndjson")) {
                assertThat(other.status()).isEqualTo(200);
            }
            tokens(LINES, GUEST, false);
            assertThat(gauge("tailrace.auth.file.failing")).isZero();
            assertThat(events.rest().getLast().data()).contains("\"auth\"");
        }
    }
}
