package dev.tailrace.face;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.Waiting;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A page whose name leads to this machine (DNS rebinding) is not answered under that name. */
@QuarkusTest
@TestProfile(FaceProfile.class)
class RequestHostsTest extends FaceTest {
    private static final String EVIL = "Host: evil.example:8080\r\n";

    @Inject @Nullable Vertx vertx;

    private void ask(String head, int status) throws IOException {
        try (HttpClient client = HttpClient.connect(url())) {
            client.send((head + "\r\n").getBytes(US_ASCII));
            client.readHead();
            assertThat(client.status()).as(head).isEqualTo(status);
            if (status >= 400) {
                assertThat(client.header("Content-Type")).isEqualTo(Problem.MEDIA_TYPE);
                assertThat(client.text()).contains("\"status\":" + status);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /streams",
                "GET /streams/gapped/log",
                "GET /log?stream=gapped",
                "GET /ws",
                "GET /",
                "GET /login.css",
                "GET /q/metrics",
                "GET /q/health/live",
                "GET /no/such/call",
                "OPTIONS /streams",
                "DELETE /streams/batch/runs/current",
            })
    void aCallByAnotherNameIsMisdirected(String call) throws IOException {
        double before = counter("tailrace.http.turned.away", "reason", "misdirected");
        ask(call + " HTTP/1.1\r\n" + EVIL, 421);
        assertThat(counter("tailrace.http.turned.away", "reason", "misdirected"))
                .isEqualTo(before + 1);
    }

    @Test
    void nothingIsPushedOrStartedByAnotherName() throws IOException {
        double runs = runs();
        ask("POST /streams/rebound/lines HTTP/1.1\r\n" + EVIL + "Content-Length: 0\r\n", 421);
        ask("POST /streams/batch/runs HTTP/1.1\r\n" + EVIL + "Content-Length: 0\r\n", 421);
        ask("GET /streams/rebound HTTP/1.1\r\nHost: localhost\r\n", 404);
        assertThat(runs()).isEqualTo(runs);
    }

    private double runs() throws IOException {
        try (HttpClient client = HttpClient.get(url(), "/streams/batch/runs")) {
            return client.text().split("\"run\":", -1).length;
        }
    }

    @Test
    void theAnswerNamesTheKeyAndNotTheMachine() throws IOException {
        try (HttpClient client = HttpClient.connect(url())) {
            client.send(("GET /streams HTTP/1.1\r\n" + EVIL + "\r\n").getBytes(US_ASCII));
            client.readHead();
            assertThat(client.text())
                    .contains(
                            "\"title\":\"Misdirected Request\"",
                            "\"value\":\"evil.example:8080\"",
                            "tailrace.http.hosts")
                    .doesNotContain(machine());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "localhost:1",
                "LOCALHOST.:8080",
                "127.0.0.1:8080",
                "10.1.2.3:8080", // a Kubernetes probe comes with the pod's
                "[::1]:8080",
                "[fe80::1]",
                "[::ffff:10.1.2.3]:80",
                "logs.example.com",
                "LOGS.EXAMPLE.COM:8443",
            })
    void anOwnNameIsTakenAtWhicheverPort(String host) throws IOException {
        ask("GET /streams HTTP/1.1\r\nHost: " + host + "\r\n", 200);
    }

    @Test
    void theMachinesNameIsAnOwnOne() throws IOException {
        ask("GET /streams HTTP/1.1\r\nHost: " + machine() + ":8080\r\n", 200);
    }

    private static String machine() throws IOException {
        return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "example.com", // of which a configured name is a part
                "x.logs.example.com",
                "logs.example.com.evil.example",
                "localhost.evil.example",
                "evil-localhost",
                "127.0.0.1.evil.example",
                "1.2.3.4.5",
                "127.0.0.1x",
            })
    void whatOnlyLooksLikeAnOwnNameIsNone(String host) throws IOException {
        ask("GET /streams HTTP/1.1\r\nHost: " + host + "\r\n", 421);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host: \r\n",
                "Host: localhost\r\nHost: localhost\r\n",
                "Host: localhost\r\nHost: evil.example\r\n",
                "Host: localhost, evil.example\r\n",
                "Host: user@localhost\r\n",
                "Host: localhost@evil.example\r\n",
                "Host: http://localhost\r\n",
                "Host: localhost/evil.example\r\n",
                "Host: localhost:99999\r\n",
                "Host: localhost:80x\r\n",
                "Host: localhost:x\r\n",
                "Host: [::1\r\n",
                "",
            })
    void whatIsNotExactlyOneHostIsRefused(String hosts) throws IOException {
        try (HttpClient client = HttpClient.connect(url())) {
            client.send(("GET /streams HTTP/1.1\r\n" + hosts + "\r\n").getBytes(US_ASCII));
            client.readHead();
            assertThat(client.status()).isEqualTo(400);
            assertThat(client.header("Content-Type")).isEqualTo(Problem.MEDIA_TYPE);
            assertThat(client.header("Content-Security-Policy")).isNotEmpty();
            String value = hosts.replaceAll("Host: |\r\n$", "").replace("\r\n", ", ");
            assertThat(client.text())
                    .contains(
                            "\"parameter\":\"Host\",\"value\":\"" + value + "\"",
                            "\"accepted\":\"exactly one host, with a port or without\"");
        }
    }

    @Test
    void aTargetWithoutAPathIsRefused() throws IOException {
        try (HttpClient client = HttpClient.connect(url())) {
            client.send("GET ?x HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(US_ASCII));
            client.readHead();
            assertThat(client.status()).isEqualTo(400);
            assertThat(client.header("Content-Security-Policy")).isNotEmpty();
            assertThat(client.text())
                    .contains("\"value\":\"?x\"", "\"accepted\":\"a path that begins with /\"");
        }
    }

    /** As HAProxy's checks send it, and no browser. */
    @Test
    void noHostIsNeededBeforeThereWasOne() throws IOException {
        ask("GET /q/health/live HTTP/1.0\r\n", 200);
        ask("GET /q/health/live HTTP/1.0\r\n" + EVIL, 421);
    }

    @ParameterizedTest
    @CsvSource({
        "http://evil.example/streams, localhost, 421",
        "http://evil.example:8080/streams?x=http://localhost/, localhost, 421",
        "http://localhost@evil.example/streams, localhost, 400",
        "http://localhost/streams, evil.example, 421",
        "HTTP://LOCALHOST/streams, localhost, 200",
        "http://127.0.0.1:8080/streams, localhost, 200",
    })
    void theHostOfAnAbsoluteTargetCountsToo(String target, String host, int status)
            throws IOException {
        ask("GET " + target + " HTTP/1.1\r\nHost: " + host + "\r\n", status);
    }

    @ParameterizedTest
    @CsvSource({"evil.example, 421", "localhost, 200", "logs.example.com, 200", "127.0.0.1, 200"})
    void theAuthorityOfHttp2IsAHost(String host, int status) {
        for (boolean upgraded : new boolean[] {false, true}) {
            assertThat(Waiting.outcome(overHttp2(host, upgraded).toCompletionStage()))
                    .as("upgraded: " + upgraded)
                    .isEqualTo(status);
        }
    }

    private io.vertx.core.Future<Integer> overHttp2(String host, boolean upgraded) {
        var client =
                Objects.requireNonNull(vertx)
                        .createHttpClient(
                                new HttpClientOptions()
                                        .setProtocolVersion(HttpVersion.HTTP_2)
                                        .setHttp2ClearTextUpgrade(upgraded));
        var options =
                new RequestOptions()
                        .setServer(
                                SocketAddress.inetSocketAddress(url().getPort(), url().getHost()))
                        .setMethod(HttpMethod.GET)
                        .setHost(host)
                        .setPort(8080)
                        .setURI("/streams");
        return client.request(options)
                .compose(request -> request.send())
                .map(response -> {
                    assertThat(response.version()).isEqualTo(HttpVersion.HTTP_2);
                    return response.statusCode();
                })
                .onComplete(_ -> client.close());
    }
}
