package dev.tailrace.face;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What answers tell a browser that it may do with them, and what is told of one that failed. */
@QuarkusTest
@TestProfile(FaceProfile.class)
class BrowserHeadersTest extends FaceTest {
    private static final String SECRET = "hunter2";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/index.html",
                "/login.css",
                "/page/nothing.js",
                "/streams",
                "/streams/gapped",
                "/streams/gapped/log",
                "/log?stream=gapped",
                "/streams/batch/runs",
                "/streams/nobody",
                "/streams/gapped/log?tail=x",
                "/streams/%2e%2e",
                "/no/such/call",
                "/ws",
                "/fails",
                "/q/metrics",
                "/q/health/live",
                "/q/openapi",
            })
    void everyAnswerHasThem(String path) throws IOException {
        try (HttpClient client = HttpClient.get(url(), path)) {
            assertHas(client);
        }
    }

    @Test
    void soDoAnswersToOthersPagesAndOfOtherForms() throws IOException {
        try (HttpClient evil = HttpClient.connect(url());
                HttpClient page = HttpClient.get(url(), "/streams", "Origin: http://evil.example");
                HttpClient events = HttpClient.get(url(), "/streams", Form.SSE.accept())) {
            evil.send("GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n".getBytes(US_ASCII));
            evil.readHead();
            assertThat(evil.status()).isEqualTo(421);
            assertHas(evil);
            assertThat(page.status()).isEqualTo(403);
            assertHas(page);
            assertHas(events);
        }
        for (Form form : Form.values()) {
            String log = "/streams/gapped/log?follow=true";
            try (HttpClient client = HttpClient.get(url(), log, form.accept())) {
                assertHas(client);
                assertThat(client.header("Cache-Control")).isEqualTo("no-store, no-transform");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "OPTIONS * HTTP/1.1, localhost, 404",
        "CONNECT localhost:443 HTTP/1.1, localhost, 404",
        "CONNECT evil.example:443 HTTP/1.1, evil.example, 421",
        "OPTIONS * HTTP/1.1, evil.example, 421",
    })
    void soDoAnswersToTargetsWithoutAPath(String line, String host, int status) throws IOException {
        try (HttpClient client = HttpClient.connect(url())) {
            client.send((line + "\r\nHost: " + host + "\r\n\r\n").getBytes(US_ASCII));
            client.readHead();
            assertThat(client.status()).isEqualTo(status);
            assertThat(client.header("Content-Type")).isEqualTo(Problem.MEDIA_TYPE);
            assertHas(client);
        }
    }

    @Test
    void soDoAnswersToWhatCannotBeRead() throws IOException {
        try (HttpClient client = HttpClient.get(url(), "/streams")) {
            client.text();
            client.send("GET / nothing\r\n\r\n".getBytes(US_ASCII));
            client.readHead();
            assertThat(client.status()).isEqualTo(400);
            assertThat(client.header("Content-Type")).isEqualTo(Problem.MEDIA_TYPE);
            assertHas(client);
        }
    }

    private static void assertHas(HttpClient client) {
        assertThat(client.header("Content-Security-Policy"))
                .contains(
                        "default-src 'none'",
                        "script-src 'self'",
                        "style-src 'self'",
                        "connect-src 'self'",
                        "base-uri 'none'",
                        "form-action 'self'",
                        "frame-ancestors 'none'",
                        "require-trusted-types-for 'script'",
                        "trusted-types lit-html");
        assertThat(client.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(client.header("X-Frame-Options")).isEqualTo("DENY");
        assertThat(client.header("Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(client.header("Cross-Origin-Resource-Policy")).isEqualTo("same-origin");
        assertThat(client.header("Cross-Origin-Opener-Policy")).isEqualTo("same-origin");
        assertThat(client.header("Cache-Control")).isNotEmpty().doesNotContain("immutable");
        assertThat(client.head()).containsOnlyOnce("nosniff").containsOnlyOnce("ache-");
    }

    @ParameterizedTest
    @CsvSource({
        "/, no-cache",
        "/index.html, no-cache",
        "/login.css, no-cache",
        "/login.cssx, no-store",
        "/page/viewer-ABCDEFGH.js, no-store",
        "/streams, no-store",
        "/streams/gapped/log, 'no-store, no-transform'",
        "/q/metrics, no-store",
    })
    void onlyThePageIsKeptAndWhatHasNoHashIsAskedForAgain(String path, String caching)
            throws IOException {
        try (HttpClient client = HttpClient.get(url(), path)) {
            assertThat(client.header("Cache-Control")).isEqualTo(caching);
        }
    }

    /** Their names have a hash of what they contain. */
    @Test
    void whatThePageLoadsIsKeptForAYear() throws IOException {
        assertThat(PageFiles.loaded()).hasSize(2);
        for (String path : PageFiles.loaded()) {
            assertThat(path).matches("/page/viewer-[A-Z0-9]{8}\\.(js|css)");
            try (HttpClient client = HttpClient.get(url(), path)) {
                assertThat(client.status()).isEqualTo(200);
                assertThat(client.header("Cache-Control"))
                        .isEqualTo("public, max-age=31536000, immutable");
            }
        }
    }

    /**
     * All together, as a browser or a proxy has them compressed: what loads in half a second over a
     * poor line.
     */
    @Test
    void thePageIsSmall() throws IOException {
        int size = 0;
        for (String path : PageFiles.loaded()) {
            try (HttpClient client = HttpClient.get(url(), path)) {
                size += zipped(client.text());
            }
        }
        assertThat(size).isBetween(5_000, 60_000);
    }

    private static int zipped(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
            zip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.size();
    }

    @Test
    void aPageThatIsTheSameIsNotSentAgain() throws IOException {
        try (HttpClient client = HttpClient.get(url(), "/login.css")) {
            String modified = client.header("Last-Modified");
            client.text();
            client.request("GET", "/login.css", "If-Modified-Since: " + modified);
            assertThat(client.status()).isEqualTo(304);
        }
    }

    /** Its own policy would keep these from working. */
    @Test
    void thePageHasNothingInline() throws IOException {
        assertThat(PageFiles.index())
                .doesNotContainPattern("(?i)\\sstyle=|<style|\\son[a-z]+=|javascript:")
                .doesNotContainPattern(Pattern.compile("<script[^>]*>[^<]", Pattern.DOTALL))
                .doesNotContainPattern("(src|href)=\"(https?:)?//");
    }

    @Test
    void whatFailsIsLoggedWithoutItsQuery() throws IOException {
        try (Said said = new Said();
                HttpClient client =
                        HttpClient.get(
                                url(),
                                FailingCall.PATH + "?grep=" + SECRET,
                                "Referer: http://localhost/?ticket=" + SECRET)) {
            assertThat(client.status()).isEqualTo(500);
            assertThat(client.header("Content-Type")).isEqualTo(Problem.MEDIA_TYPE);
            assertThat(client.text())
                    .contains("GET /fails has failed; the gateway's log says why.")
                    .doesNotContain("mistake", SECRET);
            assertThat(said.lines())
                    .singleElement()
                    .asString()
                    .contains("GET /fails has failed", "a mistake")
                    .doesNotContain(SECRET);
        }
    }
}
