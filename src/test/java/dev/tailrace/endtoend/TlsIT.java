package dev.tailrace.endtoend;

import static dev.tailrace.Waiting.LIMIT;
import static dev.tailrace.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tailrace.Certificates;
import dev.tailrace.suite.Ports;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A gateway with a certificate, for clients with certificates: what is where, and for whom. */
class TlsIT {
    private static final String TEXT =
            IntStream.rangeClosed(1, 20_000)
                    .mapToObj(Integer::toString)
                    .collect(Collectors.joining("\n", "", "\n"));

    private static final String ME = "me subject=cn:me rights=read,push,control,metrics streams=*";
    private static final String GUEST =
            "guest subject=uri:spiffe://example.com/guest rights=read streams=held";

    /** All that an access log can show of what has secrets. */
    private static final String LOGGED =
            "%r %q %{i,Authorization} %{i,Cookie} %{c,tailrace} %{o,Set-Cookie} %{q,ticket}"
                    + " %{i,Referer} %{ALL_REQUEST_HEADERS}";

    @TempDir static Path folder;

    private static Certificates authority;
    private static Certificates.Pair first;
    private static Certificates.Pair second;
    private static Certificates.Pair me;
    private static SSLContext tls;
    private static Gateway gateway;
    private static HttpClient client;
    private static int management;

    @BeforeAll
    static void start() throws Exception {
        authority = Certificates.authority("test authority");
        first = authority.issue("CN=first", "dns:localhost", "ip:127.0.0.1");
        second = authority.issue("CN=second", "dns:localhost", "ip:127.0.0.1");
        install(first);
        replace("ca.pem", authority.pem());
        me = authority.issue("CN=me");
        tls = authority.client(me);
        grants(ME, GUEST);
        management = Ports.reserve();
        gateway =
                Tailrace.in(folder)
                        .with("QUARKUS_TLS_KEY_STORE_PEM_MAIN_CERT", path("cert.pem"))
                        .with("QUARKUS_TLS_KEY_STORE_PEM_MAIN_KEY", path("key.pem"))
                        .with("QUARKUS_TLS_RELOAD_PERIOD", "500ms")
                        .with("QUARKUS_TLS_TRUST_STORE_PEM_CERTS", path("ca.pem"))
                        .with("TAILRACE_AUTH_MODE", "mtls")
                        .with("TAILRACE_AUTH_TOKEN_FILE", path("grants"))
                        .with("TAILRACE_PUSH_CREATE", "true")
                        .with("QUARKUS_HTTP_ACCESS_LOG_ENABLED", "true")
                        .with("QUARKUS_HTTP_ACCESS_LOG_CATEGORY", "access")
                        .with("QUARKUS_HTTP_ACCESS_LOG_PATTERN", LOGGED)
                        .with("TAILRACE_MANAGEMENT_PORT", Integer.toString(management))
                        .serve("--host", "0.0.0.0", "--process", "a=seq 20000");
        client = HttpClient.newBuilder().sslContext(tls).build();
        await().until(() -> get("/streams/a").body().contains("\"next\":20002"));
    }

    @AfterAll
    static void stop() {
        if (client != null) {
            client.shutdownNow();
        }
        if (gateway != null) {
            gateway.close();
        }
    }

    /** Each at once, and the key first. */
    private static void install(Certificates.Pair pair) throws IOException {
        replace("key.pem", pair.keyPem());
        replace("cert.pem", pair.certificatePem());
    }

    private static void replace(String name, String text) throws IOException {
        Path next = Files.writeString(folder.resolve(name + ".new"), text);
        Files.move(next, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    private static void grants(String... lines) throws IOException {
        Path next = Files.createTempFile(folder, "grants", "");
        Files.write(next, List.of(lines));
        Files.move(next, folder.resolve("grants"), StandardCopyOption.ATOMIC_MOVE);
    }

    private static String path(String name) {
        return folder.resolve(name).toString();
    }

    private static HttpRequest.Builder request(int port, String path) {
        return HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + port + path))
                .timeout(LIMIT);
    }

    private static HttpResponse<String> get(String path) throws Exception {
        return get(gateway.port(), path);
    }

    private static HttpResponse<String> get(int port, String path) throws Exception {
        return client.send(request(port, path).build(), BodyHandlers.ofString());
    }

    private static void push(String stream, String line) throws Exception {
        HttpRequest push =
                request(gateway.port(), "/streams/" + stream + "/lines")
                        .header("Content-Type", "text/plain")
                        .POST(BodyPublishers.ofString(line + "\n"))
                        .build();
        assertThat(client.send(push, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
    }

    @Test
    void itsAddressesSayThatTheyAreOfTls() throws IOException {
        assertThat(gateway.errors())
                .contains("on https://0.0.0.0:" + gateway.port() + "/streams")
                .contains("health and metrics on https://127.0.0.1:" + management + "/q");
        Path running = folder.resolve("tailrace");
        try (DirectoryStream<Path> files = Files.newDirectoryStream(running, "*.json")) {
            assertThat(Files.readString(files.iterator().next()))
                    .contains("\"https://0.0.0.0:" + gateway.port() + "\"");
        }
    }

    private static int status(Certificates.@Nullable Pair pair, String path) throws Exception {
        try (HttpClient other =
                HttpClient.newBuilder().sslContext(authority.client(pair)).build()) {
            return other.send(request(gateway.port(), path).build(), BodyHandlers.discarding())
                    .statusCode();
        }
    }

    @Test
    void withoutACertificateOrALineNothingIsAnswered() throws Exception {
        for (Certificates.Pair each : new Certificates.Pair[] {null, authority.issue("CN=none")}) {
            assertThat(status(each, "/streams")).isEqualTo(401);
            assertThat(status(each, "/streams/a/log")).isEqualTo(401);
        }
        assertThat(metric("tailrace_auth_refused_total{reason=\"bad\"")).isPositive();
        assertThat(metric("tailrace_auth_refused_total{reason=\"missing\"")).isPositive();
        assertThat(metric("tailrace_auth_subjects")).isPositive();
    }

    private static double metric(String name) throws Exception {
        return get(management, "/q/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith(name))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    @Test
    void probesNeedNone() throws Exception {
        try (HttpClient probe =
                HttpClient.newBuilder().sslContext(authority.client(null)).build()) {
            for (String path : List.of("/q/health/live", "/q/health/ready")) {
                assertThat(
                                probe.send(
                                                request(management, path).build(),
                                                BodyHandlers.ofString())
                                        .statusCode())
                        .isEqualTo(200);
            }
            assertThat(
                            probe.send(
                                            request(management, "/q/metrics").build(),
                                            BodyHandlers.ofString())
                                    .statusCode())
                    .isEqualTo(401);
        }
    }

    @Test
    void oneThatIsExpiredOrOfAnotherAuthorityHasNoConnection() throws Exception {
        Certificates.Pair expired =
                authority.issue("CN=me", Instant.now().minus(Duration.ofHours(1)));
        Certificates.Pair foreign = Certificates.authority("test authority").issue("CN=me");
        for (Certificates.Pair each : List.of(expired, foreign)) {
            assertThatThrownBy(() -> status(each, "/streams")).isInstanceOf(IOException.class);
        }
        assertThat(status(me, "/streams")).isEqualTo(200);
    }

    @Test
    void aReaderEndsWithItsLine() throws Exception {
        Certificates.Pair guest = authority.issue("CN=me", "uri:spiffe://example.com/guest");
        push("held", "one");
        assertThat(status(guest, "/streams/a")).as("its URI is before its CN").isEqualTo(404);
        HttpRequest follow =
                request(gateway.port(), "/streams/held/log?follow=true&from=first").build();
        try (HttpClient other =
                HttpClient.newBuilder().sslContext(authority.client(guest)).build()) {
            HttpResponse<InputStream> response = other.send(follow, BodyHandlers.ofInputStream());
            try (BufferedReader reader =
                    new BufferedReader(
                            new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
                assertThat(reader.readLine()).isEqualTo("one");
                grants(ME);
                assertThat(reader.readLine()).isEqualTo("--- end: auth ---");
                assertThat(reader.readLine()).isNull();
            }
        }
        grants(ME, GUEST);
    }

    @Test
    void noKeyIsSaidAnywhere() throws IOException {
        String said = gateway.errors() + new String(gateway.output(), StandardCharsets.UTF_8);
        for (Certificates.Pair each : List.of(first, second, me)) {
            String key = each.keyPem().lines().skip(1).findFirst().orElseThrow();
            assertThat(said).doesNotContain(key).doesNotContain("PRIVATE KEY");
        }
    }

    @Test
    void theAccessLogHasNoSecret() throws Exception {
        String ticket = "trt_" + "t".repeat(22);
        String path = "/streams/a/log?ticket=%74rt%5F" + "t".repeat(22) + "&x=" + ticket;
        HttpRequest request =
                request(gateway.port(), path + "&end=here")
                        .header("Authorization", "Basic hunter2")
                        .header("Cookie", "tailrace=trs_" + "s".repeat(43) + "; other=hunter2")
                        .header("Referer", "http://localhost/?ticket=" + ticket)
                        .build();
        client.send(request, BodyHandlers.discarding());
        await().until(() -> gateway.errors().contains("end=here"));
        assertThat(gateway.errors())
                .contains("?ticket=...&x=trt_...&end=here", "Basic ...", "tailrace=...; other=...")
                .doesNotContain("tttt", "ssss", "hunter2");
    }

    @Test
    void nothingIsServedWithoutTls() {
        assertThatThrownBy(() -> Connection.open(gateway.port(), "/streams").status())
                .isInstanceOf(Exception.class);
    }

    @ParameterizedTest
    @CsvSource({
        "HTTP_1_1, text/plain",
        "HTTP_1_1, application/x-ndjson",
        "HTTP_1_1, text/event-stream",
        "HTTP_2, text/plain",
        "HTTP_2, application/x-ndjson",
        "HTTP_2, text/event-stream",
    })
    void eachFormComesWholeOverBothVersions(HttpClient.Version version, String form)
            throws Exception {
        HttpRequest request =
                request(gateway.port(), "/streams/a/log?from=first&follow=false")
                        .version(version)
                        .header("Accept", form)
                        .build();
        HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
        assertThat(response.version()).isEqualTo(version);
        if (form.equals("text/plain")) {
            assertThat(response.body()).isEqualTo(TEXT);
        } else {
            String line = "\"line\":\"";
            assertThat(
                            response.body()
                                    .lines()
                                    .filter(each -> each.contains(line))
                                    .map(each ->
                                            each.replaceAll(".*" + line + "(\\d+)\".*", "$1\n"))
                                    .collect(Collectors.joining()))
                    .isEqualTo(TEXT);
        }
    }

    @Test
    void aWebSocketHasAllLines() throws Exception {
        CompletableFuture<Void> last = new CompletableFuture<>();
        WebSocket.Listener listener =
                new WebSocket.Listener() {
                    private final StringBuilder all = new StringBuilder();

                    @Override
                    public @Nullable CompletionStage<?> onText(
                            WebSocket ws, CharSequence text, boolean end) {
                        if (all.append(text).toString().contains("\"20000\"")) {
                            last.complete(null);
                        }
                        all.delete(0, Math.max(0, all.length() - 100));
                        ws.request(1);
                        return null;
                    }
                };
        WebSocket ws =
                client.newWebSocketBuilder()
                        .subprotocols("tailrace.v1")
                        .buildAsync(
                                URI.create("wss://127.0.0.1:" + gateway.port() + "/ws"), listener)
                        .get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        ws.sendText(
                "{\"op\":\"subscribe\",\"id\":\"a\",\"stream\":\"a\",\"from\":\"first\"}", true);
        last.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        ws.abort();
    }

    @Test
    void aNewCertificateIsForNewConnectionsAndAnOldReaderGoesOn() throws Exception {
        push("pushed", "one");
        HttpRequest follow =
                request(gateway.port(), "/streams/pushed/log?follow=true&from=first").build();
        HttpResponse<InputStream> response = client.send(follow, BodyHandlers.ofInputStream());
        try (BufferedReader reader =
                new BufferedReader(
                        new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            assertThat(reader.readLine()).isEqualTo("one");
            assertThat(subject(gateway.port())).isEqualTo("CN=first");
            replace("cert.pem", "garbage");
            install(second);
            awaitSubject(gateway.port(), "CN=second");
            awaitSubject(management, "CN=second");
            push("pushed", "two");
            assertThat(reader.readLine()).isEqualTo("two");
        }
        install(first);
        awaitSubject(gateway.port(), "CN=first");
    }

    @Test
    void whatCannotBeShownIsSaidAndTheOldCertificateStays() throws Exception {
        Certificates.Pair over =
                authority.issue("CN=over", Instant.now().minusSeconds(60), "dns:localhost");
        assertThat(metric("tailrace_tls_failing")).isZero();
        replace("cert.pem", second.certificatePem());
        awaitSaid("the private key is not that of the certificate of 'CN=second'");
        install(over);
        awaitSaid("the certificate of 'CN=over' ended at ");
        replace("cert.pem", first.certificatePem().substring(0, 300));
        awaitSaid("Missing -----END CERTIFICATE----- delimiter");
        install(first);
        await().until(() -> metric("tailrace_tls_failing") == 0);
        assertThat(subject(gateway.port())).isEqualTo("CN=first");
    }

    /** Each new connection has the certificate that was there before. */
    private static void awaitSaid(String what) throws Exception {
        await().until(() ->
                Pattern.compile("The files of TLS cannot be used: .*" + what)
                        .matcher(gateway.errors())
                        .find());
        assertThat(metric("tailrace_tls_failing")).isEqualTo(1);
        assertThat(subject(gateway.port())).isEqualTo("CN=first");
        assertThat(subject(management)).isEqualTo("CN=first");
    }

    /** Connects on and on: none of the connections that come during the change is reset. */
    private static void awaitSubject(int port, String subject) {
        await().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .until(() -> subject(port).equals(subject));
    }

    /** Whose certificate a new connection gets. */
    private static String subject(int port) throws IOException {
        try (SSLSocket socket =
                (SSLSocket) tls.getSocketFactory().createSocket("127.0.0.1", port)) {
            socket.setSoTimeout((int) LIMIT.toMillis());
            socket.startHandshake();
            X509Certificate own = (X509Certificate) socket.getSession().getPeerCertificates()[0];
            return own.getSubjectX500Principal().getName();
        }
    }

    @ParameterizedTest
    @CsvSource({"/q/metrics", "/q/health/live", "/q/health", "/q/openapi"})
    void whatNamesStreamsIsAtTheManagementPortAlone(String path) throws Exception {
        assertThat(get(management, path).statusCode()).isEqualTo(200);
        assertThat(get(path).statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({
        "//q/metrics",
        "/./q/metrics",
        "/%71/metrics",
        "/x/../q/metrics",
        "/q/metrics/",
        "/q;x/metrics"
    })
    void noOtherSpellingOfAPathLeadsAroundThat(String path) throws Exception {
        assertThat(get(path).statusCode()).isIn(400, 404);
    }

    @ParameterizedTest
    @CsvSource({"/streams", "/", "/streams/a/log", "/ws", "//streams"})
    void theManagementPortHasNothingElse(String path) throws Exception {
        assertThat(get(management, path).statusCode()).isIn(400, 404);
    }
}
