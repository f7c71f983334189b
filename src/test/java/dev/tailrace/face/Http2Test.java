package dev.tailrace.face;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.hub.FedStream;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** HTTP/2 on the plain port, by Upgrade, and many readers on one connection. */
@QuarkusTest
@TestProfile(FaceProfile.class)
class Http2Test extends FaceTest {
    private static final int MANY = 150;

    /** How many bytes the client takes of a response that nobody reads. */
    private static final String WINDOW = "jdk.httpclient.windowsize";

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();

    @AfterEach
    void close() {
        System.clearProperty(WINDOW);
        client.shutdownNow();
    }

    @ParameterizedTest
    @EnumSource
    void historyComesOverHttp2(Form form) throws Exception {
        FedStream stream = newStream().numbers(0, 1000);
        upgrade(stream);
        HttpResponse<String> response =
                client.send(request(stream, "?follow=false", form), BodyHandlers.ofString());
        assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_2);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type").orElse(""))
                .startsWith(form.mediaType);
        assertThat(response.headers().map()).doesNotContainKey("transfer-encoding");
        assertThat(form.lines(response.body())).hasSize(1000).endsWith("999");
    }

    /**
     * With a short answer: what comes in the same read as the 101, the JDK's client may put after
     * what comes next, and curl 7.88 takes up to 32 KiB of it.
     */
    private void upgrade(FedStream stream) throws IOException, InterruptedException {
        HttpRequest last = request(stream, "?follow=false&tail=1", Form.TEXT);
        assertThat(client.send(last, BodyHandlers.discarding()).statusCode()).isEqualTo(200);
    }

    /** The first request of a connection is the one that is upgraded, and here it has no end. */
    @ParameterizedTest
    @EnumSource
    void liveLinesComeOverHttp2AsTheyAreWritten(Form form) throws Exception {
        FedStream stream = newStream();
        HttpResponse<InputStream> response = follow(stream, "?follow=true", form).join();
        assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_2);
        try (InputStream body = response.body()) {
            StringBuilder seen = new StringBuilder();
            for (String line : new String[] {"first", "second"}) {
                stream.stdout(line + "\n");
                while (seen.indexOf(line) < 0) {
                    seen.append((char) body.read());
                }
            }
            stream.end();
            String rest = new String(body.readAllBytes(), UTF_8);
            assertThat(form == Form.TEXT ? "ended" : rest).contains("ended");
        }
    }

    @Test
    void theListOfStreamsComesOverHttp2() throws Exception {
        FedStream stream = newStream();
        HttpRequest list =
                HttpRequest.newBuilder(URI.create(url() + "streams"))
                        .header("Accept", Form.SSE.mediaType)
                        .build();
        HttpResponse<InputStream> response = client.send(list, BodyHandlers.ofInputStream());
        assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_2);
        String name = "\"name\":\"" + stream.stream().name() + "\"";
        try (InputStream body = response.body()) {
            EventStream events = new EventStream(body);
            EventStream.Event event = events.next();
            while (event != null && !event.data().contains(name)) {
                event = events.next();
            }
            assertThat(event).isNotNull();
        }
    }

    @Test
    void gzipComesOverHttp2() throws Exception {
        FedStream stream = newStream().numbers(0, 1000);
        HttpRequest request =
                HttpRequest.newBuilder(uri(stream, "")).header("Accept-Encoding", "gzip").build();
        HttpResponse<InputStream> response = client.send(request, BodyHandlers.ofInputStream());
        assertThat(response.headers().firstValue("Content-Encoding")).contains("gzip");
        try (InputStream body = new GZIPInputStream(response.body())) {
            assertThat(new String(body.readAllBytes(), UTF_8)).endsWith("\n998\n999\n");
        }
    }

    /** More than the hundred that many servers allow. */
    @Test
    void moreThanAHundredFollowOverOneConnectionAndGoWithoutHarmToOthers() throws Exception {
        FedStream stream = newStream();
        upgrade(stream);
        List<CompletableFuture<HttpResponse<InputStream>>> asked = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            asked.add(follow(stream, "?follow=true&from=now", Form.NDJSON));
        }
        Set<String> connections = new TreeSet<>();
        for (CompletableFuture<HttpResponse<InputStream>> each : asked) {
            connections.add(each.join().connectionLabel().orElse(""));
        }
        assertThat(connections).hasSize(1);
        assertThat(stream.stream().readers().count()).isEqualTo(MANY);
        stream.stdout("to all\n");
        for (CompletableFuture<HttpResponse<InputStream>> each : asked) {
            assertThat(line(each.join().body())).contains("\"line\":\"to all\"");
        }
        InputStream last = asked.removeLast().join().body();
        for (CompletableFuture<HttpResponse<InputStream>> each : asked) {
            each.join().body().close();
        }
        await().until(() -> stream.stream().readers().count() == 1);
        stream.stdout("to one\n");
        assertThat(line(last)).contains("\"line\":\"to one\"");
        last.close();
        await().until(() -> stream.stream().readers().count() == 0);
    }

    /** Its window is full, while those of the others and the connection's are not. */
    @Test
    void aClientThatDoesNotReadHoldsUpNobodyOnItsConnection() throws Exception {
        // The client's default is half of the connection's, whose other half it keeps for itself.
        System.setProperty(WINDOW, Integer.toString(1 << 20));
        FedStream stream = newStream(64 * 1024);
        HttpResponse<InputStream> lazy = follow(stream, "?follow=true", Form.TEXT).join();
        HttpResponse<InputStream> quick = follow(stream, "?follow=true", Form.TEXT).join();
        assertThat(quick.connectionLabel()).isEqualTo(lazy.connectionLabel());
        StringBuilder sent = new StringBuilder();
        try (InputStream slow = lazy.body();
                InputStream fast = quick.body()) {
            for (int i = 0; i < 100; i++) {
                String lines = (i + "x".repeat(999) + "\n").repeat(100);
                sent.append(lines);
                stream.stdout(lines);
                assertThat(new String(fast.readNBytes(lines.length()), UTF_8)).isEqualTo(lines);
            }
            assertThat(delivered(stream, "text")).isLessThan(100 * 100 + 50 * 100);
            stream.end();
            assertThat(new String(slow.readAllBytes(), UTF_8)).isEqualTo(sent.toString());
        }
    }

    private static String line(InputStream body) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = body.read(); b != '\n' && b >= 0; b = body.read()) {
            line.append((char) b);
        }
        return line.toString();
    }

    private CompletableFuture<HttpResponse<InputStream>> follow(
            FedStream stream, String query, Form form) {
        return client.sendAsync(request(stream, query, form), BodyHandlers.ofInputStream());
    }

    private HttpRequest request(FedStream stream, String query, Form form) {
        return HttpRequest.newBuilder(uri(stream, query)).header("Accept", form.mediaType).build();
    }

    private URI uri(FedStream stream, String query) {
        return URI.create(url().toString().replaceFirst("/$", "") + path(stream) + query);
    }
}
