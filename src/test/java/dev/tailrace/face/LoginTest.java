package dev.tailrace.face;

import static dev.tailrace.face.TokenFolder.ALL;
import static dev.tailrace.face.TokenFolder.EXPIRED;
import static dev.tailrace.face.TokenFolder.LINES;
import static dev.tailrace.face.TokenFolder.UNKNOWN;
import static dev.tailrace.face.TokenFolder.WEB;
import static dev.tailrace.face.TokenFolder.line;
import static dev.tailrace.face.TokenFolder.with;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Browsers, whose people show a token once. */
@QuarkusTest
@TestProfile(TokensProfile.class)
class LoginTest extends TokenTest {
    private static final String FORM = "Content-Type: application/x-www-form-urlencoded";
    private static final String OWN = "Origin: http://localhost";
    private static final String GUEST = TokenFolder.token('g');

    private final List<String> begun = new ArrayList<>();

    @AfterEach
    void logOut() throws IOException {
        for (String cookie : begun) {
            logOut(cookie);
        }
        await().until(() -> gauge("tailrace.auth.sessions") == 0);
    }

    /** The header that a browser sends once it is logged in. */
    private String begin(String token, String... headers) throws IOException {
        try (HttpClient client = logIn(token, headers)) {
            assertThat(client.status()).isEqualTo(303);
            begun.add(cookie(client));
            return begun.getLast();
        }
    }

    private void logOut(String cookie) throws IOException {
        try (HttpClient client = ask("POST", "/logout", cookie, OWN, "Content-Length: 0")) {
            assertThat(client.status()).isEqualTo(204);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/index.html", "/login.css", "/login"})
    void thePageIsThereForThoseWhoAreToLogIn(String path) throws IOException {
        assertThat(status(path)).isEqualTo(200);
        assertThat(status(path, "Cookie: tailrace-80=" + "x".repeat(43))).isEqualTo(200);
    }

    @Test
    void soIsWhatThePageLoads() throws IOException {
        for (String path : PageFiles.loaded()) {
            assertThat(status(path)).isEqualTo(200);
        }
    }

    @Test
    void theFormHasNoScriptAndNothingThatTheRequestHasBrought() throws IOException {
        try (HttpClient client = ask("GET", "/login?return=%22%3E%3Cscript%3E", "Accept: */*")) {
            assertThat(client.header("Content-Type")).startsWith("text/html");
            assertThat(client.header("Content-Security-Policy")).contains("form-action 'self'");
            assertThat(client.header("Referrer-Policy")).isEqualTo("same-origin");
            assertThat(client.header("Cache-Control")).isEqualTo("no-store");
            assertThat(client.text())
                    .contains("<form method=\"post\">", "name=\"token\"")
                    .doesNotContain("script", "style=", "onload", "alert");
        }
    }

    @Test
    void aTokenBecomesACookieThatNoScriptAndNoOtherSiteHas() throws IOException {
        try (HttpClient client = logIn(WEB, OWN)) {
            assertThat(client.status()).isEqualTo(303);
            assertThat(client.header("Location")).isEqualTo("/");
            String cookie = client.header("Set-Cookie");
            assertThat(cookie)
                    .startsWith("tailrace-80=")
                    .contains("Path=/", "HTTPOnly", "SameSite=Strict")
                    .doesNotContain("Domain", "Secure", "trl_");
            int age = Integer.parseInt(cookie.replaceAll(".*Max-Age=([0-9]+).*", "$1"));
            assertThat(age).isBetween(8 * 3600 - 60, 8 * 3600);
            String session = cookie(client);
            begun.add(session);
            try (HttpClient who = ask("GET", "/login", "Accept: application/json", session)) {
                assertThat(who.text())
                        .contains("\"principal\":\"web\"", "\"session\":true", "\"expires\":\"");
            }
        }
        try (HttpClient who = ask("GET", "/login", "Accept: application/json", bearer(WEB))) {
            assertThat(who.text())
                    .isEqualTo("{\"mode\":\"token\",\"principal\":\"web\",\"session\":false}");
        }
        try (HttpClient nobody = ask("GET", "/login", "Accept: application/json")) {
            assertThat(nobody.status()).isEqualTo(401);
            assertThat(nobody.text())
                    .contains("Nobody is logged in.")
                    .contains(
                            "the form of GET /login, or the header 'Authorization: Bearer TOKEN'");
        }
    }

    private HttpClient logInAt(String host, String... headers) throws IOException {
        HttpClient client = HttpClient.connect(url());
        String body = "token=" + WEB;
        String[] all =
                HttpClient.with(headers, "Host: " + host, FORM, "Content-Length: " + body.length());
        String head = "POST /login HTTP/1.1\r\n" + String.join("\r\n", all);
        client.send((head + "\r\n\r\n" + body).getBytes(UTF_8));
        client.readHead();
        return client;
    }

    @Test
    void whereTheProxyHasTlsTheCookieIsOfTheHostAlone() throws IOException {
        String origin = "Origin: https://" + TokensProfile.PUBLIC;
        try (HttpClient client = logInAt(TokensProfile.PUBLIC, origin)) {
            assertThat(client.status()).isEqualTo(303);
            String cookie = client.header("Set-Cookie");
            assertThat(cookie)
                    .startsWith("__Host-tailrace=")
                    .contains("Path=/", "Secure", "HTTPOnly", "SameSite=Strict")
                    .doesNotContain("Domain");
            begun.add(cookie(client));
        }
        assertThat(status("/streams", begun.getFirst())).isEqualTo(200);
    }

    @Test
    void overPlainHttpFromElsewhereNobodyLogsIn() throws IOException {
        try (HttpClient client = logInAt("192.0.2.1:8080")) {
            assertThat(client.status()).isEqualTo(403);
            assertThat(client.text()).contains("https").doesNotContain("trl_");
        }
    }

    @Test
    void aBrowserThatIsLoggedInHasWhatItsTokenHas() throws IOException {
        stream("hidden-login").stdout("secret\n");
        stream("web-login").stdout("mine\n");
        String cookie = begin(WEB);
        try (HttpClient client = ask("GET", "/streams", cookie)) {
            assertThat(client.text()).contains("web-login").doesNotContain("hidden-login");
        }
        assertThat(status("/streams/hidden-login/log", cookie)).isEqualTo(404);
        assertThat(status("/q/metrics", cookie)).isEqualTo(200);
        try (WsClient ws = WsClient.ask(url(), cookie, OWN)) {
            assertThat(ws.status()).isEqualTo(101);
            ws.send("{'op':'subscribe','id':'a','stream':'web-login'}");
            ws.next("hello");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tailrace-80=",
                "tailrace-80=ID; tailrace-80=ID",
                "tailrace-80=TOKEN",
                "tailrace-80=IDx",
                "tailrace-8080=ID",
                "tailrace=ID"
            })
    void anotherCookieIsNone(String cookie) throws IOException {
        String id = begin(WEB).replaceAll(".*=", "");
        String sent = "Cookie: " + cookie.replace("ID", id).replace("TOKEN", WEB);
        try (HttpClient client = ask("GET", "/streams", sent)) {
            assertThat(client.status()).isEqualTo(401);
            assertThat(client.text()).doesNotContain(id);
        }
    }

    /** A header is shown on purpose, and a cookie by itself. */
    @Test
    void nextToAHeaderTheCookieIsNotLookedAt() throws IOException {
        stream("hidden-both").stdout("secret\n");
        String cookie = begin(ALL);
        assertThat(status("/streams/hidden-both", cookie)).isEqualTo(200);
        assertThat(status("/streams/hidden-both", cookie, bearer(WEB))).isEqualTo(404);
        assertThat(status("/streams/hidden-both", cookie, bearer(UNKNOWN))).isEqualTo(401);
    }

    @ParameterizedTest
    @CsvSource({
        "Origin: http://localhost, 200",
        "Sec-Fetch-Site: same-origin, 200",
        "Accept: */*, 403",
        "Sec-Fetch-Site: none, 403",
        "Sec-Fetch-Site: same-site, 403",
        "Sec-Fetch-Site: cross-site, 403",
        "Origin: null, 403",
        "Origin: http://localhost:9999, 403",
        "Origin: http://evil.example, 403"
    })
    void byACookieOnlyPagesOfTheGatewayChangeAnything(String header, int status)
            throws IOException {
        String cookie = begin(ALL);
        try (HttpClient client =
                HttpClient.post(url(), "/streams/build-csrf/lines", "a\n", cookie, header)) {
            assertThat(client.status()).isEqualTo(status);
        }
        try (HttpClient client =
                ask("POST", "/streams/build-csrf/runs", cookie, header, "Content-Length: 0")) {
            assertThat(client.status()).isEqualTo(status == 200 ? 409 : 403);
        }
        try (WsClient ws = WsClient.ask(url(), cookie, header)) {
            assertThat(ws.status()).isEqualTo(status == 200 ? 101 : 403);
        }
        try (HttpClient client = ask("POST", "/logout", cookie, header, "Content-Length: 0")) {
            assertThat(client.status()).isEqualTo(status == 200 ? 204 : 403);
        }
        assertThat(status("/streams", cookie)).isEqualTo(status == 200 ? 401 : 200);
    }

    @Test
    void eachLoginHasANewIdAndEndsWhatThatBrowserHadBefore() throws IOException {
        String first = begin(WEB);
        String second = begin(WEB, first, OWN);
        assertThat(second).isNotEqualTo(first);
        assertThat(status("/streams", first)).isEqualTo(401);
        assertThat(status("/streams", second)).isEqualTo(200);
        String other = begin(WEB);
        assertThat(status("/streams", second)).isEqualTo(200);
        assertThat(status("/streams", other)).isEqualTo(200);
    }

    @Test
    void aLogoutEndsWhatReadsWithTheSession() throws IOException {
        String path = path(stream("web-logout").stdout("first\n"));
        String cookie = begin(WEB);
        String other = begin(WEB);
        try (HttpClient sse = ask("GET", path, cookie, "Accept: text/event-stream");
                HttpClient stays = ask("GET", path, other, "Accept: text/event-stream");
                WsClient ws = WsClient.ask(url(), cookie, OWN)) {
            await().until(() -> gauge("tailrace.auth.watched") == 3);
            ws.send("{'op':'auth','token':'" + WEB + "'}");
            assertThat(ws.next("error").toString()).contains("unauthenticated", "session");
            double before =
                    counter("tailrace.subscriptions.ended", "face", "sse", "reason", "auth");
            try (HttpClient client = ask("POST", "/logout", cookie, OWN, "Content-Length: 0")) {
                assertThat(client.header("Set-Cookie"))
                        .contains("tailrace=;")
                        .contains("Max-Age=0");
            }
            assertThat(events(sse).rest().getLast().data()).contains("\"auth\"");
            assertThat(ws.untilClosed(new ArrayList<>()).closeCode()).isEqualTo(4401);
            assertThat(counter("tailrace.subscriptions.ended", "face", "sse", "reason", "auth"))
                    .isEqualTo(before + 1);
            assertThat(gauge("tailrace.auth.watched")).isEqualTo(1);
            assertThat(stays.status()).isEqualTo(200);
        }
        assertThat(status(path, cookie)).isEqualTo(401);
    }

    @Test
    void aRevokedTokenEndsItsSessionsAndTheirReaders() throws IOException {
        tokens(with(line("guest", GUEST, "rights=read streams=*")), GUEST, true);
        String path = path(stream("web-revoked").stdout("first\n"));
        String cookie = begin(GUEST);
        try (HttpClient sse = ask("GET", path, cookie, "Accept: text/event-stream")) {
            await().until(() -> gauge("tailrace.auth.watched") == 1);
            tokens(LINES, GUEST, false);
            assertThat(events(sse).rest().getLast().data()).contains("\"auth\"");
        }
        assertThat(status(path, cookie)).isEqualTo(401);
        await().until(() -> gauge("tailrace.auth.sessions") == 0);
        assertThat(
                        meters().get("tailrace.auth.sessions.ended")
                                .tags("reason", "revoked")
                                .functionCounter()
                                .count())
                .isPositive();
    }

    @Test
    void aWrongTokenGetsTheFormAgainAndIsCounted() throws IOException {
        double before = counter("tailrace.auth.refused", "reason", "login");
        try (HttpClient client = logIn(UNKNOWN, OWN)) {
            assertThat(client.status()).isEqualTo(401);
            assertThat(client.header("WWW-Authenticate")).startsWith("Bearer");
            assertThat(client.header("Content-Type")).startsWith("text/html");
            assertThat(client.header("Set-Cookie")).isEmpty();
            assertThat(client.text()).contains("role=\"alert\"").doesNotContain(UNKNOWN);
        }
        for (String body : List.of("token=" + EXPIRED, "token=" + WEB + "&token=" + WEB)) {
            try (HttpClient client = HttpClient.post(url(), "/login", body, FORM)) {
                assertThat(client.status()).isEqualTo(401);
            }
        }
        assertThat(counter("tailrace.auth.refused", "reason", "login")).isEqualTo(before + 3);
    }

    @Test
    void bodiesThatAreNoFormAreRefused() throws IOException {
        try (HttpClient client =
                HttpClient.post(url(), "/login", "{}", "Content-Type: application/json")) {
            assertThat(client.status()).isEqualTo(415);
        }
        try (HttpClient client = HttpClient.post(url(), "/login", "x".repeat(2000), FORM)) {
            assertThat(client.status()).isEqualTo(413);
        }
        try (HttpClient client = HttpClient.connect(url())) {
            client.sendHead("POST", "/login", FORM, "Transfer-Encoding: chunked");
            client.send(("1000\r\n" + "x".repeat(4096) + "\r\n0\r\n\r\n").getBytes(UTF_8));
            client.readHead();
            assertThat(client.status()).isEqualTo(413);
        }
        try (HttpClient client = logIn(WEB, "Origin: null")) {
            assertThat(client.status()).isEqualTo(403);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "%2F%23web-1, /#web-1",
        "%2Fx%C3%A9%3Fy%3D%E2%82%AC, /x%C3%A9?y=%E2%82%AC",
        "%2F%F0%9F%90%9F%23%C3%A9, /%F0%9F%90%9F#%C3%A9",
        "%2Fproxy%2F%3Fx%3Dy%23web, /proxy/?x=y#web",
        "https%3A%2F%2Fevil.example, /",
        "%2F%2Fevil.example, /",
        "%2F%5Cevil.example, /",
        "%2F%09%2Fevil.example, /",
        "%2F%0D%0ASet-Cookie%3A%20a%3Db, /",
        "javascript%3Aalert(1), /",
        "evil.example, /"
    })
    void theWayBackIsAPathOfTheGateway(String next, String location) throws IOException {
        try (HttpClient client =
                HttpClient.post(url(), "/login?return=" + next, "token=" + WEB, FORM)) {
            assertThat(client.status()).isEqualTo(303);
            assertThat(client.header("Location")).isEqualTo(location);
            begun.add(cookie(client));
        }
    }

    @Test
    void noTokenAndNoIdIsInWhatTheGatewaySays() throws IOException {
        try (Said said = new Said()) {
            String cookie = begin(WEB);
            String id = cookie.replaceAll(".*=", "");
            try (HttpClient client = logIn(UNKNOWN)) {
                assertThat(client.status()).isEqualTo(401);
            }
            try (HttpClient client = ask("GET", "/q/metrics", cookie)) {
                assertThat(client.text()).doesNotContain(id, "trl_");
            }
            logOut(cookie);
            assertThat(said.lines()).noneMatch(each -> each.contains(id) || each.contains("trl_"));
        }
    }
}
