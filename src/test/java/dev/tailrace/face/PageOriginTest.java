package dev.tailrace.face;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.Waiting;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A page of another site gets nothing and starts nothing, whatever of its origin is the gateway's.
 */
@QuarkusTest
@TestProfile(FaceProfile.class)
class PageOriginTest extends FaceTest {
    private static final String FOREIGN = "Origin: http://evil.example";
    private static final String CROSS_SITE = "Sec-Fetch-Site: cross-site";

    @Inject @Nullable OwnNames names;

    private int status(String method, String path, String host, String... headers)
            throws IOException {
        String head =
                method + " " + path + " HTTP/1.1\r\nHost: " + host + "\r\nContent-Length: 0\r\n";
        try (HttpClient client = HttpClient.connect(url())) {
            client.send((head + String.join("\r\n", headers) + "\r\n\r\n").getBytes(US_ASCII));
            client.readHead();
            if (client.status() == 403) {
                assertThat(client.header("Content-Type")).isEqualTo(Problem.MEDIA_TYPE);
                assertThat(client.text())
                        .contains(
                                "\"accepted\":\"the gateway's own origin\"", "quarkus.http.cors.*");
            }
            return client.status();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /streams",
        "GET, /streams/gapped/log",
        "GET, /log?stream=gapped",
        "GET, /streams/batch/runs",
        "GET, /q/metrics",
        "GET, /ws",
        "POST, /streams/foreign/lines",
        "POST, /streams/batch/runs",
        "DELETE, /streams/batch/runs/current",
        "OPTIONS, /streams",
    })
    void noCallIsForPagesOfOtherSites(String method, String path) throws IOException {
        double before = counter("tailrace.http.turned.away", "reason", "foreign-origin");
        assertThat(status(method, path, "localhost", FOREIGN)).isEqualTo(403);
        assertThat(status(method, path, "localhost", CROSS_SITE)).isEqualTo(403);
        assertThat(status(method, path, "localhost", "Sec-Fetch-Mode: no-cors", CROSS_SITE))
                .isEqualTo(403);
        assertThat(counter("tailrace.http.turned.away", "reason", "foreign-origin"))
                .isEqualTo(before + 3);
    }

    @ParameterizedTest
    @CsvSource({
        "http://localhost:8080, 200",
        "HTTP://LocalHost:8080, 200",
        "null, 403",
        "http://localhost, 403",
        "http://localhost:8081, 403",
        "https://localhost:8080, 403",
        "http://localhost:8080/, 403",
        "http://user@localhost:8080, 403",
        "http://localhost:8080@evil.example, 403",
        "http://127.0.0.1:8080, 403",
        "http://evil.example:8080, 403",
        "localhost:8080, 403",
        "file://localhost:8080, 403",
        "'', 403",
    })
    void anOriginIsComparedWhole(String origin, int status) throws IOException {
        assertThat(status("GET", "/streams", "localhost:8080", "Origin: " + origin))
                .isEqualTo(status);
    }

    @Test
    void twoOriginsAreNone() throws IOException {
        String own = "Origin: http://localhost";
        assertThat(status("GET", "/streams", "localhost", own, own)).isEqualTo(403);
        assertThat(status("GET", "/streams", "localhost", own, FOREIGN)).isEqualTo(403);
    }

    /** TLS ends at the proxy, which passes the name on. */
    @ParameterizedTest
    @CsvSource({
        "https://logs.example.com, logs.example.com, 200",
        "https://logs.example.com, logs.example.com:443, 200",
        "http://logs.example.com, logs.example.com, 200",
        "https://logs.example.com:8443, logs.example.com:8443, 200",
        "https://logs.example.com, logs.example.com:8443, 403",
        "https://logs.example.com, localhost, 403",
        "https://localhost, localhost, 403",
    })
    void aConfiguredNameMayBeServedOverTls(String origin, String host, int status)
            throws IOException {
        assertThat(status("GET", "/streams", host, "Origin: " + origin)).isEqualTo(status);
    }

    @ParameterizedTest
    @ValueSource(strings = {"same-origin", "same-site", "none"})
    void otherSitesAreNotMeant(String site) throws IOException {
        assertThat(status("GET", "/streams", "localhost", "Sec-Fetch-Site: " + site))
                .isEqualTo(200);
    }

    @Test
    void aPersonMayFollowALinkFromAnotherSite() throws IOException {
        String[] link = {CROSS_SITE, "Sec-Fetch-Mode: navigate", "Sec-Fetch-Dest: document"};
        String[] frame = {CROSS_SITE, "Sec-Fetch-Mode: navigate", "Sec-Fetch-Dest: iframe"};
        String[] form = {
            CROSS_SITE, "Sec-Fetch-Mode: navigate", "Sec-Fetch-Dest: document", FOREIGN
        };
        assertThat(status("GET", "/streams/gapped/log", "localhost", link)).isEqualTo(200);
        assertThat(status("GET", "/streams/gapped/log", "localhost", frame)).isEqualTo(403);
        assertThat(status("POST", "/streams/foreign/lines", "localhost", link)).isEqualTo(403);
        assertThat(status("POST", "/streams/foreign/lines", "localhost", form)).isEqualTo(403);
    }

    /** Else a page that may read here could log a person in with a token of its own. */
    @Test
    void pagesThatCorsLetsInNeitherLogInNorOut() throws IOException {
        Vertx vertx = Vertx.vertx();
        try {
            Optional<List<String>> origins = Optional.of(List.of(FOREIGN.split(": ", 2)[1]));
            CorsOrigins cors = new CorsOrigins(true, origins, Optional.empty());
            PageOrigin pages = new PageOrigin(cors, Objects.requireNonNull(names));
            HttpServer server =
                    Waiting.outcome(
                            vertx.createHttpServer()
                                    .requestHandler(request ->
                                            request.response()
                                                    .end(String.valueOf(pages.refused(request))))
                                    .listen(0, "127.0.0.1")
                                    .toCompletionStage());
            URL gateway = URI.create("http://127.0.0.1:" + server.actualPort()).toURL();
            for (String path : List.of("/login", "/logout")) {
                assertThat(said(gateway, path, FOREIGN)).contains("other origins");
                assertThat(said(gateway, path, "Origin: http://localhost")).isEqualTo("null");
            }
            assertThat(said(gateway, "/streams/web/lines", FOREIGN)).isEqualTo("null");
        } finally {
            var _ = Waiting.outcome(vertx.close().toCompletionStage());
        }
    }

    private static String said(URL gateway, String path, String origin) throws IOException {
        try (HttpClient client = HttpClient.post(gateway, path, "", origin)) {
            return client.text();
        }
    }
}
