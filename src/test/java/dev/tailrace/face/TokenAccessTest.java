package dev.tailrace.face;

import static dev.tailrace.face.TokenFolder.ALL;
import static dev.tailrace.face.TokenFolder.EXPIRED;
import static dev.tailrace.face.TokenFolder.PUSHER;
import static dev.tailrace.face.TokenFolder.SHOP;
import static dev.tailrace.face.TokenFolder.UNKNOWN;
import static dev.tailrace.face.TokenFolder.WEB;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tailrace.hub.FedStream;
import dev.tailrace.model.Labels;
import dev.tailrace.model.StreamName;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is let in, and what is there for whom. */
@QuarkusTest
@TestProfile(TokensProfile.class)
class TokenAccessTest extends TokenTest {
    /** As long as the other, so that answers have the same length. */
    private static final String HIDDEN = "hidden-1";

    private static final String ABSENT = "absent-1";

    private FedStream hidden() {
        return hub().streams().find(new StreamName(HIDDEN)).isPresent()
                ? FedStream.start(hub(), "hidden-" + System.nanoTime())
                : stream(HIDDEN).stdout("secret line\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/streams",
                "/streams/web",
                "/streams/web/log",
                "/streams/web/runs",
                "/log?stream=web",
                "/ws",
                "/q/metrics",
                "/q/openapi",
                "/nothing",
                "/q/healthy",
                "/q/metrics/x"
            })
    void withoutATokenNothingIsAnswered(String path) throws IOException {
        double before = counter("tailrace.auth.refused", "reason", "missing");
        try (HttpClient client = HttpClient.get(url(), path)) {
            assertThat(client.status()).isEqualTo(401);
            assertThat(client.header("WWW-Authenticate")).isEqualTo("Bearer realm=\"tailrace\"");
            assertThat(client.header("Content-Type")).isEqualTo("application/problem+json");
            assertThat(client.text()).contains("Bearer TOKEN");
        }
        assertThat(counter("tailrace.auth.refused", "reason", "missing")).isGreaterThan(before);
    }

    /** Quarkus' permissions and its routes have read such paths differently before. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/streams;x=1",
                "/q/health/../metrics",
                "/q/health/%2e%2e/metrics",
                "/q/health;/../metrics",
                "//q/health/../../streams"
            })
    void aPathOfTwoReadingsIsRefusedBeforeAnybodyIsAsked(String path) throws IOException {
        try (HttpClient client = HttpClient.get(url(), path)) {
            assertThat(client.status()).isEqualTo(400);
            assertThat(client.text()).contains("\"parameter\":\"path\"").doesNotContain("secret");
        }
    }

    @Test
    void nothingIsDoneWithoutOne() throws IOException {
        try (HttpClient client = HttpClient.connect(url())) {
            client.sendHead("POST", "/streams/made/lines", "Content-Length: 2");
            client.send("a\n".getBytes(UTF_8));
            client.readHead();
            assertThat(client.status()).isEqualTo(401);
        }
        assertThat(hub().streams().find(new StreamName("made"))).isEmpty();
    }

    @Test
    void healthIsForEverybodyAndSaysNoMore() throws IOException {
        hidden();
        for (String path : List.of("/q/health", "/q/health/ready", "/q/health/live")) {
            try (HttpClient client = HttpClient.get(url(), path)) {
                assertThat(client.status()).isEqualTo(200);
                assertThat(client.text()).contains("UP").doesNotContain("data", "hidden");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Bearer",
                "Bearer ",
                "Bearer UNKNOWN",
                "Bearer EXPIRED",
                "Bearer ALLx",
                "Bearer  ALL",
                "Bearer ALL ALL",
                "Basic ALL",
                "Token ALL",
                "ALL",
                "Bearer trl_",
                "Bearer null"
            })
    void aBadTokenIsNeverAsNone(String header) throws IOException {
        String sent =
                header.replace("UNKNOWN", UNKNOWN).replace("EXPIRED", EXPIRED).replace("ALL", ALL);
        for (String path : List.of("/streams", "/q/health")) {
            try (HttpClient client = HttpClient.get(url(), path, "Authorization: " + sent)) {
                assertThat(client.status()).isEqualTo(401);
                assertThat(client.header("WWW-Authenticate")).contains("invalid_token");
                assertThat(client.text()).doesNotContain("trl_");
            }
        }
    }

    @Test
    void twoHeadersAreNoneAndOneIsTakenInAnyCase() throws IOException {
        try (HttpClient client = HttpClient.get(url(), "/streams", bearer(ALL), bearer(ALL))) {
            assertThat(client.status()).isEqualTo(401);
        }
        try (HttpClient client =
                HttpClient.get(url(), "/streams", "authorization: bearer " + ALL)) {
            assertThat(client.status()).isEqualTo(200);
        }
    }

    @Test
    void aHugeTokenIsNotEvenRead() throws IOException {
        try (HttpClient client = HttpClient.connect(url())) {
            client.sendHead("GET", "/streams", bearer("x".repeat(30_000)));
            client.readHead();
            assertThat(client.status()).isBetween(400, 499);
        }
    }

    /** The whole answer, with the one name where the other would be. */
    private String answer(String name, String method, String path, String... headers)
            throws IOException {
        String[] all = HttpClient.with(headers, bearer(WEB));
        try (HttpClient client = ask(method, path.replace("NAME", name), all)) {
            String head = client.head().replaceAll("(?im)^date:.*$", "");
            return (head + client.text()).replace(name, "NAME");
        }
    }

    private void assertAsAbsent(String method, String path, String... headers) throws IOException {
        String forbidden = answer(HIDDEN, method, path, headers);
        assertThat(forbidden)
                .isEqualTo(answer(ABSENT, method, path, headers))
                .contains(" 404 ")
                .doesNotContain("secret");
    }

    @Test
    void whatMayNotBeReadIsAsWhatIsNotThere() throws IOException {
        hidden();
        stream("web-a");
        String epoch = hub().streams().find(new StreamName(HIDDEN)).orElseThrow().epoch().value();
        assertAsAbsent("GET", "/streams/NAME");
        assertAsAbsent("GET", "/streams/NAME/log");
        assertAsAbsent("GET", "/streams/NAME/log?from=" + epoch + "-0");
        assertAsAbsent("GET", "/streams/NAME/log?run=last");
        assertAsAbsent("GET", "/streams/NAME/log", "Last-Event-ID: " + epoch + "-0");
        assertAsAbsent(
                "GET",
                "/streams/NAME/log",
                "Accept: text/event-stream",
                "Last-Event-ID: " + epoch + "-0");
        assertAsAbsent("GET", "/streams/NAME/runs");
        assertAsAbsent("POST", "/streams/NAME/runs", "Content-Length: 0");
        assertAsAbsent("DELETE", "/streams/NAME/runs/current");
        assertAsAbsent("DELETE", "/streams/NAME");
        assertAsAbsent("DELETE", "/streams/NAME?dry-run=true");
        assertAsAbsent("GET", "/log?stream=NAME");
        assertAsAbsent("GET", "/log?stream=web-a&stream=NAME");
        assertAsAbsent("POST", "/streams/NAME/lines", "Content-Length: 0");
    }

    @Test
    void aPositionThatNamesAForbiddenStreamRevealsNothing() throws IOException {
        hidden();
        stream("web-m").stdout("mine\n").end();
        String of;
        try (HttpClient client =
                get(ALL, "/log?stream=" + HIDDEN, "Accept: application/x-ndjson")) {
            String last = client.text().lines().toList().getLast();
            of = last.replaceAll(".*\"position\":\"([^\"]+)\".*", "$1");
            assertThat(of).startsWith("m-");
        }
        for (String query : List.of("", "&from=" + of)) {
            try (HttpClient client =
                    get(WEB, "/log?stream=web-m" + query, "Accept: application/x-ndjson")) {
                assertThat(client.status()).isEqualTo(200);
                assertThat(client.text()).contains("mine").doesNotContain("secret", HIDDEN);
            }
        }
        assertAsAbsent("GET", "/log?stream=NAME&from=" + of);
    }

    @Test
    void listsAndSelectionsHaveOnlyWhatIsSeen() throws IOException {
        hidden();
        stream("web-list").stdout("mine\n");
        try (HttpClient client = get(WEB, "/streams")) {
            assertThat(client.text()).contains("web-list").doesNotContain(HIDDEN, "gapped");
        }
        try (HttpClient client = get(WEB, "/streams?select={app!=\"none\"}")) {
            assertThat(client.text()).contains("web-list").doesNotContain(HIDDEN);
        }
        try (HttpClient client = get(WEB, "/log?select={app!=\"none\"}")) {
            assertThat(client.text()).contains("mine").doesNotContain("secret", HIDDEN);
        }
        try (HttpClient client = get(PUSHER, "/streams")) {
            assertThat(client.text()).isEqualTo("[]");
        }
    }

    @Test
    void eventsOfTheListAndOfASelectionAreOfWhatIsSeen() throws IOException {
        try (HttpClient list = get(WEB, "/streams", "Accept: text/event-stream");
                HttpClient lines =
                        get(WEB, "/log?select={app!=\"none\"}", "Accept: text/event-stream")) {
            EventStream listed = events(list);
            EventStream read = events(lines);
            String hello = next(listed).data();
            next(read);
            long count =
                    hub().streams().all().stream()
                            .filter(each -> each.name().value().startsWith("web-"))
                            .count();
            assertThat(hello).contains("\"streams\":" + count + ",");
            stream("other-" + System.nanoTime()).stdout("not for it\n");
            String mine = "web-" + System.nanoTime();
            stream(mine).stdout("for it\n");
            EventStream.Event event = next(listed);
            while (!event.data().contains(mine)) {
                assertThat(event.data()).contains("\"name\":\"web-");
                event = next(listed);
            }
            EventStream.Event line = next(read);
            while (!line.data().contains("for it")) {
                assertThat(line.data()).doesNotContain("other-");
                line = next(read);
            }
            assertThat(line.data()).doesNotContain("not for it");
        }
    }

    @Test
    void aWebSocketHasOnlyWhatIsSeen() throws IOException {
        hidden();
        stream("web-ws").stdout("mine\n");
        try (WsClient client = WsClient.ask(url())) {
            assertThat(client.status()).isEqualTo(401);
        }
        try (WsClient client = WsClient.ask(url(), bearer(WEB))) {
            assertThat(client.status()).isEqualTo(101);
            List<JsonNode> answers = new ArrayList<>();
            for (String name : List.of(HIDDEN, ABSENT)) {
                client.send("{'op':'subscribe','id':'a','stream':'" + name + "'}");
                answers.add(client.next("error"));
            }
            assertThat(answers.getFirst().toString().replace(HIDDEN, ABSENT))
                    .isEqualTo(answers.getLast().toString());
            client.send(
                    "{'op':'subscribe','id':'b','select':'{app!=\\\"none\\\"}','follow':false}");
            for (JsonNode message = client.next(); ; message = client.next()) {
                if (message.has("stream")) {
                    assertThat(message.get("stream").asText()).startsWith("web-");
                } else if (message.path("op").asText().equals("end")) {
                    break;
                }
            }
        }
    }

    @Test
    void labelsOfAPusherLetNobodyRead() throws IOException {
        hub().streams().open(new StreamName("build-labelled"), new Labels(Map.of("team", "shop")));
        stream("vouched", Map.of("team", "shop")).stdout("a\n");
        try (HttpClient client = get(SHOP, "/streams")) {
            assertThat(client.text()).contains("vouched").doesNotContain("build-labelled");
        }
        try (HttpClient client = get(SHOP, "/streams/build-labelled/log")) {
            assertThat(client.status()).isEqualTo(404);
        }
    }

    private int push(String token, String stream, String key, String line) throws IOException {
        String path = "/streams/" + stream + "/lines";
        try (HttpClient client =
                HttpClient.post(url(), path, line, bearer(token), "Idempotency-Key: " + key)) {
            client.text();
            return client.status();
        }
    }

    @Test
    void keysOfOnePrincipalAreNotThoseOfAnother() throws IOException {
        assertThat(push(PUSHER, "build-keys", "k", "one\n")).isEqualTo(200);
        assertThat(push(ALL, "build-keys", "k", "two\n")).isEqualTo(200);
        assertThat(push(TokenFolder.PUSHER_TOO, "build-keys", "k", "three\n")).isEqualTo(422);
        assertThat(push(WEB, "build-keys", "k", "one\n")).isEqualTo(404);
    }

    @Test
    void aMarkSaysWhoHasLeftItAndTakesTheRightToWrite() throws IOException {
        push(ALL, "build-marked", "k", "one\n");
        stream("web-marked").stdout("a\n");
        assertThat(mark(PUSHER, "build-marked")).isEqualTo(201);
        assertThat(mark(WEB, "web-marked")).isEqualTo(403);
        assertThat(mark(WEB, "build-marked")).isEqualTo(404);
        try (HttpClient client = get(ALL, "/streams/build-marked/log?origin=system")) {
            assertThat(client.text())
                    .isEqualTo("{\"state\":\"mark\",\"text\":\"here\",\"by\":\"pusher\"}\n");
        }
    }

    private int mark(String token, String stream) throws IOException {
        String body = "{\"text\":\"here\"}";
        try (HttpClient client = HttpClient.connect(url())) {
            client.sendHead(
                    "POST",
                    "/streams/" + stream + "/marks",
                    bearer(token),
                    "Content-Type: application/json",
                    "Content-Length: " + body.length());
            client.send(body.getBytes(UTF_8));
            client.readHead();
            client.text();
            return client.status();
        }
    }

    @Test
    void whoeverMayOnlyReadIsToldSo() throws IOException {
        stream("web-only").stdout("a\n");
        assertThat(push(WEB, "web-only", "k", "one\n")).isEqualTo(403);
        try (HttpClient client = HttpClient.connect(url())) {
            client.request("POST", "/streams/web-only/runs", bearer(WEB), "Content-Length: 0");
            assertThat(client.status()).isEqualTo(403);
            client.text();
            client.request("POST", "/streams/web-only/runs", bearer(ALL), "Content-Length: 0");
            assertThat(client.status()).isEqualTo(409);
        }
    }

    @Test
    void metricsAreOfTheStreamsThatMayBeSeen() throws IOException {
        hidden();
        stream("web-metrics").stdout("a\n");
        try (HttpClient client = get(WEB, "/q/metrics")) {
            assertThat(client.status()).isEqualTo(200);
            assertThat(client.header("Content-Type")).startsWith("text/plain; version=0.0.4");
            assertThat(client.text())
                    .contains("stream=\"web-metrics\"", "tailrace_auth_tokens ", "jvm_")
                    .doesNotContain(HIDDEN, "gapped");
        }
        try (HttpClient client = get(ALL, "/q/metrics", "Accept: application/openmetrics-text")) {
            assertThat(client.text()).contains(HIDDEN, "web-metrics").endsWith("# EOF\n");
        }
        try (Said said = new Said();
                HttpClient client = get(PUSHER, "/q/metrics")) {
            assertThat(client.status()).isEqualTo(403);
            client.text();
            client.request("GET", "/q/metrics");
            assertThat(client.status()).isEqualTo(401);
            assertThat(said.lines()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/q/metrics/",
                "/q/metrics/x",
                "/q/metrics/x/y",
                "/q/%6Detrics",
                "/%71/metrics/x"
            })
    void noOtherPathOfTheMetricsHasMore(String path) throws IOException {
        hidden();
        stream("web-metrics").stdout("a\n");
        try (HttpClient client = get(WEB, path)) {
            assertThat(client.status()).isEqualTo(200);
            assertThat(client.text()).contains("stream=\"web-metrics\"").doesNotContain(HIDDEN);
        }
    }

    /** Nor do anybody's paths and methods become series, which are kept for ever. */
    @Test
    void metricsOfRequestsNameNoStreamAndNothingThatIsMadeUp() throws IOException {
        hidden();
        int before = requestSeries();
        for (int i = 0; i < 150; i++) {
            try (HttpClient client = HttpClient.connect(url())) {
                client.request("MADEUP" + i, "/streams/" + HIDDEN);
                client.text();
                client.request("PATCH", "/streams/" + HIDDEN + "/lines" + i, bearer(ALL));
                client.text();
                client.request("GET", "/streams/" + HIDDEN + i);
                client.text();
                client.request("GET", "/streams/" + HIDDEN + "/%6Cog", bearer(ALL));
                client.text();
            }
        }
        try (HttpClient client = get(WEB, "/q/metrics")) {
            assertThat(client.text())
                    .contains("uri=\"/streams/{name}\"", "uri=\"OTHER\"", "method=\"OTHER\"")
                    .doesNotContain(HIDDEN, "MADEUP");
        }
        assertThat(requestSeries()).isLessThan(before + 20);
    }

    private int requestSeries() {
        return meters().find("http.server.requests").timers().size();
    }

    @Test
    void noTokenIsFoundInWhatTheGatewaySays() throws IOException {
        try (Said said = new Said()) {
            aBadTokenIsNeverAsNone("Bearer UNKNOWN");
            push(ALL, "build-said", "k", "one\n");
            try (WsClient client = WsClient.ask(url(), bearer(ALL))) {
                client.send("{'op':'auth','token':'" + UNKNOWN + "'}");
                assertThat(client.next("error").toString()).doesNotContain("trl_");
                client.send("{'op':'auth','token':7}");
                assertThat(client.next("error").toString()).contains("(not shown)");
            }
            try (HttpClient client = get(ALL, "/q/metrics")) {
                assertThat(client.text()).doesNotContain("trl_");
            }
            assertThat(said.lines()).noneMatch(line -> line.contains("trl_"));
        }
    }
}
