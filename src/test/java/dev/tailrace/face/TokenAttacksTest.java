package dev.tailrace.face;

import static dev.tailrace.face.TokenFolder.ALL;
import static dev.tailrace.face.TokenFolder.UNKNOWN;
import static dev.tailrace.face.TokenFolder.WEB;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tailrace.hub.FedStream;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.net.SocketException;
import java.net.URLEncoder;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client tries that has no token, or one that is for other streams. */
@QuarkusTest
@TestProfile(TokensProfile.class)
class TokenAttacksTest extends TokenTest {
    private static final AtomicInteger NAMES = new AtomicInteger();
    private static final List<String> GUARDED =
            List.of(
                    "/streams",
                    "/streams/web",
                    "/streams/web/log",
                    "/streams/web/runs",
                    "/streams/web/runs/current",
                    "/streams/web/lines",
                    "/log",
                    "/ws",
                    "/q/metrics",
                    "/q/openapi");

    /** Of a path, where its last slash was a name's beginning. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "PATH;x=1",
                "PATH;",
                "/PATH",
                "PATH//",
                "FOLDER//NAME",
                "FOLDER/%2e/NAME",
                "FOLDER/x/%2e%2e/NAME",
                "FOLDER/x/../NAME",
                "FOLDER/./NAME",
                "FOLDER%2fNAME",
                "FOLDER/x%2f..%2fNAME",
                "FOLDER/%2E./NAME",
                "FOLDER;x/NAME",
                "FOLDER/NAME%00",
                "FOLDER/%5c../NAME",
                "/q/health/../..PATH",
                "/q/health;/../..PATH",
                "/q/health/%2e%2e/%2e%2ePATH"
            })
    void noGuardedPathHasAnotherSpelling(String spelling) throws IOException {
        for (String path : GUARDED) {
            int last = path.lastIndexOf('/');
            String spelt =
                    spelling.replace("PATH", path)
                            .replace("FOLDER", path.substring(0, last))
                            .replace("NAME", path.substring(last + 1));
            if (!spelt.startsWith("/")) {
                continue; // it was none of the path's folders, as there is none
            }
            for (String header : List.of("X: y", bearer(ALL))) {
                try (HttpClient client = HttpClient.get(url(), spelt, header)) {
                    assertThat(client.status()).as(spelt).isEqualTo(400);
                }
            }
        }
    }

    /** 1 MB, as a token and as many of them. */
    @ParameterizedTest
    @CsvSource({"1, 1000000", "1000, 1000"})
    void whatIsTooLargeForAHeadIsNotReadToItsEnd(int headers, int size) throws IOException {
        double connections = gauge("vertx.http.connections.current");
        String[] all = new String[headers];
        Arrays.fill(all, bearer("x".repeat(size)));
        try (HttpClient client = HttpClient.connect(url())) {
            client.sendHead("GET", "/streams", all);
            client.readHead();
            assertThat(client.status()).isEqualTo(431);
        } catch (SocketException e) {
            // It was closed before all of it was sent.
        }
        await().until(() -> gauge("vertx.http.connections.current") <= connections);
    }

    @Test
    void ofTwoHeadersNoneCountsWhicheverIsFirst() throws IOException {
        List<String> others =
                List.of(
                        bearer(UNKNOWN),
                        bearer(WEB),
                        "Authorization:",
                        "Authorization: Basic YQ==");
        for (String other : others) {
            for (String[] both :
                    List.of(new String[] {bearer(ALL), other}, new String[] {other, bearer(ALL)})) {
                try (HttpClient client = HttpClient.get(url(), "/streams", both)) {
                    assertThat(client.status()).as(other).isEqualTo(401);
                }
            }
        }
    }

    private FedStream labelled(String label) {
        return stream("hidden-" + NAMES.incrementAndGet(), Map.of("secret", label)).stdout("a\n");
    }

    /** What a selection answers first; it has the time of the heartbeat, and an id of its own. */
    private String answer(String path, String label, String... headers) throws IOException {
        String select = URLEncoder.encode("{secret=~\"" + label + ".*\"}", UTF_8);
        try (HttpClient client = get(WEB, path + "?select=" + select, headers)) {
            String first =
                    client.header("Content-Type").startsWith("text/event-stream")
                            ? next(events(client)).data()
                            : client.text();
            return client.status() + first.replace(label, "LABEL");
        }
    }

    @Test
    void aSelectorDoesNotTellWhatForbiddenStreamsAreLabelled() throws IOException {
        String label = "there-" + NAMES.incrementAndGet();
        labelled(label);
        labelled(label);
        stream("web-" + NAMES.incrementAndGet()).stdout("mine\n");
        for (String path : List.of("/streams", "/log")) {
            for (String accept :
                    List.of(
                            "text/plain",
                            "application/json",
                            "text/event-stream",
                            "application/x-ndjson")) {
                assertThat(answer(path, label, "Accept: " + accept))
                        .as(path + " as " + accept)
                        .isEqualTo(answer(path, "not-" + label, "Accept: " + accept));
            }
        }
        try (WsClient client = WsClient.ask(url(), bearer(WEB))) {
            assertThat(selected(client, "a", label))
                    .isEqualTo(selected(client, "b", "not-" + label));
        }
    }

    private static String selected(WsClient client, String id, String label) throws IOException {
        client.send(
                "{'op':'subscribe','id':'%s','follow':false,'select':'{secret=\\\"%s\\\"}'}"
                        .formatted(id, label));
        StringBuilder all = new StringBuilder();
        for (JsonNode message = client.next(); ; message = client.next()) {
            all.append(message.toString().replace(label, "LABEL").replace("\"id\":\"" + id, "ID"));
            if (List.of("end", "error").contains(message.path("op").asText())) {
                return all.toString();
            }
        }
    }

    /** Of a stream of its own, asked for from a position of another. */
    @Test
    void aPositionOfAForbiddenStreamIsAsOneThatNobodyHas() throws IOException {
        FedStream hidden = labelled("x");
        FedStream mine = stream("web-" + NAMES.incrementAndGet()).stdout("mine\n").end();
        String epoch = hidden.stream().epoch().value();
        String made = "zzzzzzz" + (epoch.endsWith("a") ? 'b' : 'a');
        for (String accept : List.of("text/event-stream", "application/x-ndjson", "text/plain")) {
            for (String query : List.of("from=EPOCH-0", "from=EPOCH-7")) {
                assertThat(read(mine, query.replace("EPOCH", epoch), accept))
                        .isEqualTo(read(mine, query.replace("EPOCH", made), accept));
            }
        }
        String of = merged(ALL, hidden);
        String self = merged(WEB, mine);
        assertThat(of).startsWith("m-").isNotEqualTo(self);
        assertThat(many(mine, of))
                .isEqualTo(many(mine, of.substring(0, 6) + "AAAA" + of.substring(10)));
    }

    private String read(FedStream stream, String query, String accept) throws IOException {
        try (HttpClient client =
                get(WEB, path(stream) + "?follow=false&" + query, "Accept: " + accept)) {
            return client.status() + withoutChance(client.text());
        }
    }

    /** The time to wait before the next try is drawn. */
    private static String withoutChance(String text) {
        return text.replaceAll("retry: \\d+", "retry: N");
    }

    private String merged(String token, FedStream stream) throws IOException {
        try (HttpClient client =
                get(
                        token,
                        "/log?stream=" + stream.stream().name(),
                        "Accept: application/x-ndjson")) {
            String last = client.text().lines().toList().getLast();
            return last.replaceAll(".*\"position\":\"([^\"]+)\".*", "$1");
        }
    }

    private String many(FedStream stream, String id) throws IOException {
        try (HttpClient client =
                get(
                        WEB,
                        "/log?follow=false&stream=" + stream.stream().name(),
                        "Accept: text/event-stream",
                        "Last-Event-ID: " + id)) {
            return client.status() + withoutChance(client.text());
        }
    }
}
