package dev.tailrace.face;

import static dev.tailrace.face.TokenFolder.LINES;
import static dev.tailrace.face.TokenFolder.PUSHER;
import static dev.tailrace.face.TokenFolder.WEB;
import static dev.tailrace.face.TokenFolder.line;
import static dev.tailrace.face.TokenFolder.with;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tailrace.hub.FedStream;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pages that cannot send a header, and show a ticket. */
@QuarkusTest
@TestProfile(TokensProfile.class)
class TicketAccessTest extends TokenTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final AtomicInteger NAMES = new AtomicInteger();
    private static final String OWN = "Origin: http://localhost";
    private static final String GUEST = TokenFolder.token('g');
    private static final String SSE = "Accept: text/event-stream";

    private FedStream mine;
    private FedStream other;

    @BeforeEach
    void twoStreams() {
        mine = stream("web-mine-" + NAMES.incrementAndGet()).stdout("mine\n");
        other = stream("web-beside-" + NAMES.get()).stdout("other\n");
    }

    @AfterEach
    void putBack() throws IOException {
        tokens(LINES, GUEST, false);
    }

    private static String name(FedStream stream) {
        return stream.stream().name().value();
    }

    private HttpClient post(String body, String... headers) throws IOException {
        String[] all = HttpClient.with(headers, "Content-Type: application/json");
        return HttpClient.post(url(), "/tickets", body, all);
    }

    private String ticket(String body, String... headers) throws IOException {
        try (HttpClient client = post(body, headers)) {
            assertThat(client.status()).isEqualTo(201);
            return JSON.readTree(client.text()).get("ticket").asText();
        }
    }

    private String ticket(String token) throws IOException {
        return ticket("{\"streams\":[\"" + name(mine) + "\"]}", bearer(token));
    }

    @Test
    void itReadsALogOnceAndNeverAgain() throws IOException {
        String path = path(mine) + "?ticket=" + ticket(WEB);
        try (HttpClient client = HttpClient.get(url(), path)) {
            assertThat(client.text()).isEqualTo("mine\n");
        }
        double before = counter("tailrace.auth.refused", "reason", "bad");
        try (HttpClient client = HttpClient.get(url(), path, SSE)) {
            assertThat(client.status()).isEqualTo(401);
            assertThat(client.header("WWW-Authenticate")).contains("invalid_token");
            assertThat(client.text()).contains("used").doesNotContain("trt_");
        }
        assertThat(counter("tailrace.auth.refused", "reason", "bad")).isEqualTo(before + 1);
    }

    @Test
    void itReadsItsStreamsAndNoOther() throws IOException {
        assertThat(status(path(other) + "?ticket=" + ticket(WEB))).isEqualTo(404);
        String merged = "/log?select={a!=\"b\"}&ticket=" + ticket(WEB);
        try (HttpClient client = HttpClient.get(url(), merged)) {
            assertThat(client.text()).contains("mine").doesNotContain("other");
        }
        String both = "{\"streams\":[\"" + name(mine) + "\",\"" + name(other) + "\"]}";
        String named = "/log?stream=" + name(mine) + "&stream=" + name(other) + "&ticket=";
        try (HttpClient client = HttpClient.get(url(), named + ticket(both, bearer(WEB)))) {
            assertThat(client.text()).contains("mine", "other");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /streams?ticket=T",
        "GET, /q/metrics?ticket=T",
        "HEAD, /log?stream=x&ticket=T",
        "POST, /streams/web-x/lines?ticket=T",
        "POST, /tickets?ticket=T"
    })
    void otherCallsTakeNone(String method, String path) throws IOException {
        String ticket = ticket(WEB);
        try (HttpClient client = HttpClient.connect(url())) {
            client.request(method, path.replace("T", ticket), "Content-Length: 0");
            assertThat(client.status()).isEqualTo(401);
        }
        assertThat(status(path(mine) + "?ticket=" + ticket)).as("it is not used").isEqualTo(200);
    }

    @Test
    void aWebSocketTakesItAsASubProtocolOrInItsQuery() throws IOException {
        String protocols = "Sec-WebSocket-Protocol: tailrace.v1, tailrace.ticket." + ticket(WEB);
        try (WsClient ws = WsClient.ask(url(), protocols, OWN)) {
            assertThat(ws.status()).isEqualTo(101);
            assertThat(ws.header("Sec-WebSocket-Protocol")).isEqualTo("tailrace.v1");
            ws.send("{'op':'subscribe','id':'a','stream':'" + name(other) + "'}");
            assertThat(ws.next("error").get("reason").asText()).isEqualTo("unknown-stream");
            ws.send("{'op':'subscribe','id':'a','stream':'" + name(mine) + "'}");
            ws.next("hello");
        }
        try (WsClient ws = WsClient.ask(url(), protocols, OWN)) {
            assertThat(ws.status()).isEqualTo(401);
        }
        try (HttpClient ws =
                HttpClient.get(
                        url(),
                        "/ws?ticket=" + ticket(WEB),
                        "Upgrade: websocket",
                        "Connection: Upgrade",
                        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                        "Sec-WebSocket-Version: 13")) {
            assertThat(ws.status()).isEqualTo(101);
        }
    }

    @Test
    void whatReadsEndsWithTheTokenAndATicketOfItIsNone() throws IOException {
        tokens(with(line("guest", GUEST, "rights=read streams=*")), GUEST, true);
        String unused = ticket(GUEST);
        String protocols = "Sec-WebSocket-Protocol: tailrace.v1, tailrace.ticket." + ticket(GUEST);
        try (HttpClient sse = HttpClient.get(url(), path(mine) + "?ticket=" + ticket(GUEST), SSE);
                WsClient ws = WsClient.ask(url(), protocols)) {
            await().until(() -> gauge("tailrace.auth.watched") == 2);
            tokens(LINES, GUEST, false);
            assertThat(events(sse).rest().getLast().data()).contains("\"auth\"");
            assertThat(ws.untilClosed(new ArrayList<>()).closeCode()).isEqualTo(4401);
        }
        assertThat(status(path(mine) + "?ticket=" + unused)).isEqualTo(401);
    }

    @Test
    void aLogoutEndsWhatTicketsOfTheSessionRead() throws IOException {
        String cookie;
        try (HttpClient login = logIn(WEB)) {
            cookie = cookie(login);
        }
        String body = "{\"streams\":[\"" + name(mine) + "\"]}";
        try (HttpClient client = post(body, cookie)) {
            assertThat(client.status()).as("of no page").isEqualTo(403);
        }
        String path = path(mine) + "?ticket=" + ticket(body, cookie, OWN);
        String protocols =
                "Sec-WebSocket-Protocol: tailrace.v1, tailrace.ticket." + ticket(body, cookie, OWN);
        try (HttpClient sse = HttpClient.get(url(), path, SSE);
                WsClient ws = WsClient.ask(url(), protocols, OWN);
                HttpClient logout = HttpClient.connect(url())) {
            await().until(() -> gauge("tailrace.auth.watched") == 2);
            ws.send("{'op':'auth','token':'" + WEB + "'}");
            assertThat(ws.next("error").get("reason").asText()).isEqualTo("unauthenticated");
            logout.request("POST", "/logout", cookie, OWN, "Content-Length: 0");
            assertThat(ws.untilClosed(new ArrayList<>()).closeCode()).isEqualTo(4401);
            assertThat(events(sse).rest().getLast().data()).contains("\"auth\"");
        }
    }

    @Test
    void itIsForPagesOfOneOrigin() throws IOException {
        String body = "{\"streams\":[\"" + name(mine) + "\"]";
        String elsewhere = body + ",\"origin\":\"https://" + TokensProfile.PUBLIC + "\"}";
        String path = path(mine) + "?ticket=";
        assertThat(status(path + ticket(elsewhere, bearer(WEB)), OWN)).isEqualTo(401);
        assertThat(status(path + ticket(elsewhere, bearer(WEB)))).isEqualTo(401);
        String own = body + ",\"origin\":\"http://localhost\"}";
        assertThat(status(path + ticket(own, bearer(WEB)), OWN)).isEqualTo(200);
        String usual = body + ",\"origin\":\"http://localhost:80\"}";
        assertThat(status(path + ticket(usual, bearer(WEB)), OWN))
                .as("a browser leaves the usual port out")
                .isEqualTo(200);
        String ofPage = ticket(body + "}", bearer(WEB), OWN);
        assertThat(status(path + ofPage)).as("its own page says no origin").isEqualTo(200);
    }

    @Test
    void withAnythingElseItIsNoneAndUsed() throws IOException {
        String ticket = ticket(WEB);
        assertThat(status(path(mine) + "?ticket=" + ticket, bearer(WEB))).isEqualTo(401);
        assertThat(status(path(mine) + "?ticket=" + ticket)).isEqualTo(401);
        String two = "?ticket=" + ticket(WEB) + "&ticket=" + ticket(WEB);
        assertThat(status(path(mine) + two)).isEqualTo(401);
        assertThat(gauge("tailrace.auth.tickets")).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nonsense | 400",
                "[] | 400",
                "{} | 400",
                "{\"streams\":[]} | 400",
                "{\"streams\":[\"absent-1\"]}} | 400",
                "{\"streams\":[\"absent-1\"]} {} | 400",
                "{\"streams\":[\"absent-1\"],\"streams\":[\"absent-1\"]} | 400",
                "{\"streams\":[\"absent-1\"],\"origin\":\"https://shop.example:x\"} | 400",
                "{\"streams\":[7]} | 400",
                "{\"streams\":\"web\"} | 400",
                "{\"streams\":[\"web-x\"],\"from\":1} | 400",
                "{\"streams\":[\"web-x\"],\"origin\":\"shop.example\"} | 400",
                "{\"streams\":[\"web-x\"],\"origin\":\"https://shop.example/path\"} | 400",
                "{\"streams\":[\"absent-1\"]} | 404",
                "{\"streams\":[\"NO\"]} | 404"
            })
    void whatIsAskedForIsChecked(String body, int status) throws IOException {
        try (HttpClient client = post(body, bearer(WEB))) {
            assertThat(client.status()).isEqualTo(status);
            assertThat(client.header("Content-Type")).isEqualTo(Problem.MEDIA_TYPE);
        }
    }

    @Test
    void whatIsNoFieldIsNamedWithItsValue() throws IOException {
        try (HttpClient client = post("{\"streams\":[\"web-x\"],\"from\":17}", bearer(WEB))) {
            assertThat(client.text())
                    .contains("\"parameter\":\"from\"", "\"value\":\"17\"", "streams and origin");
        }
    }

    /** Only what is let in so far uses it. */
    @Test
    void aRequestThatIsRefusedBeforeLeavesItAsItIsAndDoesNotShowIt() throws IOException {
        String ticket = ticket(WEB);
        String rest = ticket.substring("trt_".length());
        String path = path(mine) + "?ticket=";
        for (String query : new String[] {ticket + "&a=%zz", "trt+" + rest + "&a=%zz"}) {
            try (HttpClient client = HttpClient.get(url(), path + query)) {
                assertThat(client.status()).isEqualTo(400);
                assertThat(client.text()).doesNotContain(rest);
            }
        }
        String host = "GET /log HTTP/1.1\r\nHost: " + ticket + "\r\n\r\n";
        try (Said said = new Said();
                HttpClient client = HttpClient.connect(url())) {
            client.send(host.getBytes(UTF_8));
            client.readHead();
            assertThat(client.status()).isEqualTo(421);
            assertThat(client.text()).doesNotContain(rest);
            assertThat(said.lines()).noneMatch(each -> each.contains(rest));
        }
        assertThat(status(path + ticket)).isEqualTo(200);
        String alone = "Sec-WebSocket-Protocol: tailrace.ticket." + ticket(WEB);
        try (HttpClient ws =
                HttpClient.get(
                        url(),
                        "/ws",
                        alone,
                        "Upgrade: websocket",
                        "Connection: Upgrade",
                        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                        "Sec-WebSocket-Version: 13")) {
            assertThat(ws.status()).isEqualTo(400);
            assertThat(ws.text()).doesNotContain(alone.substring(alone.length() - 10));
        }
    }

    @Test
    void aRefusalSaysWhichOfItsRulesIsBroken() throws IOException {
        String path = path(mine) + "?ticket=";
        assertThat(refusal(path + ticket(WEB), bearer(WEB))).contains("alone");
        assertThat(refusal(path + ticket(WEB) + "&ticket=x")).contains("alone");
        String elsewhere =
                ticket(
                        "{\"streams\":[\"%s\"],\"origin\":\"https://shop.example\"}"
                                .formatted(name(mine)),
                        bearer(WEB));
        assertThat(refusal(path + elsewhere, OWN)).contains("another origin");
        assertThat(refusal(path + "trt_" + "x".repeat(22))).contains("30 seconds");
    }

    private String refusal(String path, String... headers) throws IOException {
        try (HttpClient client = HttpClient.get(url(), path, headers)) {
            assertThat(client.status()).isEqualTo(401);
            return client.text();
        }
    }

    @Test
    void whoeverMayNotReadGetsNone() throws IOException {
        String body = "{\"streams\":[\"" + name(mine) + "\"]}";
        try (HttpClient client = post(body, bearer(PUSHER))) {
            assertThat(client.status()).isEqualTo(404);
        }
        try (HttpClient client = post(body)) {
            assertThat(client.status()).isEqualTo(401);
        }
    }

    @Test
    void noTicketIsFoundInWhatTheGatewaySays() throws IOException {
        try (Said said = new Said()) {
            String ticket = ticket(WEB);
            status(path(mine) + "?tail=1&ticket=" + ticket, "Referer: http://x/?ticket=" + ticket);
            status("/fails?ticket=" + ticket, bearer(WEB));
            String protocol = "Sec-WebSocket-Protocol: tailrace.v1, tailrace.ticket.";
            try (WsClient ws = WsClient.ask(url(), protocol + ticket)) {
                assertThat(ws.status()).isEqualTo(401);
            }
            assertThat(said.lines()).noneMatch(each -> each.contains(ticket));
        }
    }
}
