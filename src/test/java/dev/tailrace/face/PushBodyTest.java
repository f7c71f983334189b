package dev.tailrace.face;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Bodies as they come over the network: in pieces, slowly, too many at once, or not to the end. */
@QuarkusTest
@TestProfile(FaceProfile.class)
class PushBodyTest extends FaceTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final AtomicInteger NAMES = new AtomicInteger();

    private final String stream = "body-" + NAMES.incrementAndGet();
    private final String path = "/streams/" + stream + "/lines";
    private final List<HttpClient> clients = new ArrayList<>();

    @AfterEach
    void close() throws IOException {
        for (HttpClient client : clients) {
            client.close();
        }
        await().until(() -> requestsUnderWay() == 0);
        assertThat(bytesUnderWay()).isZero();
    }

    private double requestsUnderWay() {
        return gauge("tailrace.push.requests.under.way");
    }

    private double bytesUnderWay() {
        return gauge("tailrace.push.bytes.under.way");
    }

    private double refused(String reason) {
        return counter("tailrace.push.refused", "reason", reason);
    }

    private HttpClient post(String... headers) throws IOException {
        HttpClient client = HttpClient.connect(url());
        clients.add(client);
        client.sendHead("POST", path, headers);
        return client;
    }

    private static void send(HttpClient client, String text) throws IOException {
        client.send(text.getBytes(UTF_8));
    }

    private static void sendChunk(HttpClient client, String text) throws IOException {
        send(client, Integer.toHexString(text.length()) + "\r\n" + text + "\r\n");
    }

    private static JsonNode answer(HttpClient client, int status) throws IOException {
        client.readHead();
        assertThat(client.status()).isEqualTo(status);
        return JSON.readTree(client.text());
    }

    private String log() throws IOException {
        try (HttpClient client = HttpClient.get(url(), "/streams/" + stream + "/log")) {
            return client.status() == 404 ? "no stream" : client.text();
        }
    }

    @Test
    void aBodyInChunksIsOneBody() throws IOException {
        HttpClient client = post("Transfer-Encoding: chunked");
        sendChunk(client, "on");
        sendChunk(client, "e\ntwo\n");
        assertThat(log()).isEqualTo("no stream");
        sendChunk(client, "three");
        sendChunk(client, "");
        assertThat(answer(client, 200).get("written").asLong()).isEqualTo(3);
        assertThat(log()).isEqualTo("one\ntwo\nthree\n");
    }

    @Test
    void aClientThatAsksFirstIsToldToGoOn() throws IOException {
        HttpClient client = post("Content-Length: 4", "Expect: 100-continue");
        client.readHead();
        assertThat(client.status()).isEqualTo(100);
        send(client, "one\n");
        assertThat(answer(client, 200).get("written").asLong()).isEqualTo(1);
    }

    @Test
    void aClientThatAsksFirstAndIsRefusedNeedSendNothing() throws IOException {
        for (String header : new String[] {"Content-Length: 65537", "Content-Length: 5000000000"}) {
            HttpClient client = post(header, "Expect: 100-continue");
            assertThat(answer(client, 413).get("limit").asText())
                    .isEqualTo("tailrace.push.max-body-bytes");
            assertThat(client.header("Connection")).isEqualTo("close");
        }
        HttpClient client = post("Content-Length: 4", "Expect: 100-continue", "Content-Type: a/b");
        answer(client, 415);
    }

    @Test
    void aConnectionWhoseRequestWasRefusedServesTheNextOne() throws IOException {
        HttpClient client = post("Content-Length: 4", "Content-Type: a/b");
        send(client, "one\n");
        answer(client, 415);
        client.sendHead("POST", path, "Content-Length: 4");
        send(client, "two\n");
        assertThat(answer(client, 200).get("written").asLong()).isEqualTo(1);
        assertThat(log()).isEqualTo("two\n");
    }

    @Test
    void aBodyThatGrowsTooLargeIsRefusedWhileItComes() throws IOException {
        HttpClient client = post("Transfer-Encoding: chunked");
        for (int i = 0; i < 65; i++) {
            sendChunk(client, "x".repeat(1024));
        }
        assertThat(answer(client, 413).get("limit").asText())
                .isEqualTo("tailrace.push.max-body-bytes");
        assertThat(log()).isEqualTo("no stream");
    }

    @Test
    void aSlowBodyHoldsNobodyUp() throws IOException {
        HttpClient slow = post("Content-Length: 8");
        send(slow, "one\n");
        for (int i = 0; i < 20; i++) {
            HttpClient other = post("Content-Length: 4");
            send(other, "two\n");
            answer(other, 200);
        }
        send(slow, "end\n");
        answer(slow, 200);
        assertThat(log()).isEqualTo("two\n".repeat(20) + "one\nend\n");
    }

    @Test
    void aBodyThatIsCutOffLeavesNothing() throws IOException {
        double before = refused("cut");
        HttpClient plain = post("Content-Length: 1000");
        send(plain, "one\n");
        HttpClient chunked = post("Transfer-Encoding: chunked");
        sendChunk(chunked, "two\n");
        await().until(() -> requestsUnderWay() == 2);
        plain.close();
        chunked.close();
        await().until(() -> refused("cut") == before + 2);
        assertThat(log()).isEqualTo("no stream");
    }

    @Test
    void moreRequestsThanMayBeAreToldWhenToComeAgain() throws IOException {
        double before = refused("max-requests-under-way");
        List<HttpClient> first = new ArrayList<>();
        for (int i = 0; i < FaceProfile.MAX_REQUESTS; i++) {
            first.add(post("Content-Length: 4"));
        }
        await().until(() -> requestsUnderWay() == gauge("tailrace.push.max.requests.under.way"));
        HttpClient more = post("Content-Length: 4");
        send(more, "two\n");
        JsonNode problem = answer(more, 429);
        assertThat(Integer.parseInt(more.header("Retry-After"))).isBetween(1, 3);
        assertThat(problem.get("limit").asText()).isEqualTo("tailrace.push.max-requests-under-way");
        assertThat(problem.get("value").asText()).isEqualTo("8");
        for (HttpClient client : first) {
            send(client, "one\n");
            answer(client, 200);
        }
        assertThat(refused("max-requests-under-way")).isEqualTo(before + 1);
        assertThat(log()).isEqualTo("one\n".repeat(FaceProfile.MAX_REQUESTS));
    }

    @Test
    void moreBytesThanMayBeAreToldWhenToComeAgain() throws IOException {
        // Each takes the next power of two.
        String most = "x".repeat(60_000);
        String length = "Content-Length: 60001";
        for (int i = 0; i < 3; i++) {
            send(post(length), most);
        }
        await().until(() -> bytesUnderWay() == 3 * 65_536);
        HttpClient small = post("Content-Length: 4");
        send(small, "one\n");
        answer(small, 200);
        send(post(length), most);
        await().until(() -> bytesUnderWay() == 4 * 65_536);
        HttpClient large = post(length);
        send(large, most);
        JsonNode problem = answer(large, 429);
        assertThat(Integer.parseInt(large.header("Retry-After"))).isBetween(1, 3);
        assertThat(problem.get("limit").asText()).isEqualTo("tailrace.push.max-bytes-under-way");
        assertThat(problem.get("value").asText())
                .isEqualTo(Integer.toString(FaceProfile.MAX_BYTES_UNDER_WAY));
        send(clients.getFirst(), "\n");
        answer(clients.getFirst(), 200);
        assertThat(log()).hasSize("one\n".length() + 60_001);
    }

    @Test
    void linesArePushedOverHttp2() throws Exception {
        try (java.net.http.HttpClient client =
                java.net.http.HttpClient.newBuilder()
                        .version(java.net.http.HttpClient.Version.HTTP_2)
                        .build()) {
            for (int i = 0; i < 3; i++) {
                HttpResponse<String> response =
                        client.send(request("line " + i + "\n"), BodyHandlers.ofString());
                assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
                assertThat(response.version()).isEqualTo(java.net.http.HttpClient.Version.HTTP_2);
            }
            HttpResponse<String> large =
                    client.send(request("x".repeat(100_000)), BodyHandlers.ofString());
            assertThat(large.statusCode()).isEqualTo(413);
            assertThat(client.send(request("line 3\n"), BodyHandlers.ofString()).statusCode())
                    .isEqualTo(200);
        }
        assertThat(log()).isEqualTo("line 0\nline 1\nline 2\nline 3\n");
    }

    private HttpRequest request(String body) {
        return HttpRequest.newBuilder(URI.create(url() + path.substring(1)))
                .header("Content-Type", "text/plain")
                .POST(BodyPublishers.ofString(body))
                .build();
    }
}
