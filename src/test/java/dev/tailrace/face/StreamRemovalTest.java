package dev.tailrace.face;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tailrace.hub.FedStream;
import dev.tailrace.hub.stream.LogStream;
import dev.tailrace.model.StreamName;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Clients remove streams, and what these have kept. */
@QuarkusTest
@TestProfile(FaceProfile.class)
class StreamRemovalTest extends FaceTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private JsonNode delete(String path, int status) throws IOException {
        try (HttpClient client = HttpClient.ask(url(), "DELETE", path)) {
            String text = client.text();
            assertThat(client.status()).as(text).isEqualTo(status);
            return JSON.readTree(text);
        }
    }

    private JsonNode delete(FedStream stream, String query, int status) throws IOException {
        return delete("/streams/" + stream.stream().name() + query, status);
    }

    private LogStream pushed(String name) throws IOException {
        try (HttpClient client = HttpClient.post(url(), "/streams/" + name + "/lines", "a\nb\n")) {
            assertThat(client.status()).isEqualTo(200);
        }
        return hub().streams().find(new StreamName(name)).orElseThrow();
    }

    @Test
    void aPushedStreamGoesAndItsReadersAreTold() throws Exception {
        LogStream stream = pushed("removed-1");
        double before = counter("tailrace.removed.streams");
        try (HttpClient follower =
                        HttpClient.get(
                                url(), "/streams/removed-1/log?follow=true", Form.NDJSON.accept());
                HttpClient list = HttpClient.get(url(), "/streams", Form.SSE.accept())) {
            JsonNode answer = delete("/streams/removed-1", 200);
            assertThat(answer.get("whole").asBoolean()).isTrue();
            assertThat(answer.get("lines").asInt()).isEqualTo(2);
            assertThat(answer.get("bytes").asLong()).isPositive();
            assertThat(answer.get("epoch").asText()).isEqualTo(stream.epoch().value());
            assertThat(Files.exists(hub().data().stream(stream.name()))).isFalse();
            assertThat(follower.text()).endsWith("{\"end\":{\"reason\":\"removed\"}}\n");
            EventStream events = events(list);
            EventStream.Event event = Objects.requireNonNull(events.next());
            while (!event.type().equals("removed")) {
                event = Objects.requireNonNull(events.next());
            }
        }
        delete("/streams/removed-1", 404);
        assertThat(counter("tailrace.removed.streams")).isEqualTo(before + 1);
    }

    @Test
    void aStreamThatHasASourceIsEmptiedByForceAlone() throws IOException {
        FedStream stream = newStream().numbers(0, 50);
        assertThat(delete(stream, "", 409).get("detail").asText()).contains("force=true");
        assertThat(body(stream, "?limit=1")).isEqualTo("0\n");
        try (HttpClient follower = get(stream, "?follow=true&tail=1", Form.NDJSON.accept())) {
            JsonNode answer = delete(stream, "?force", 200);
            assertThat(answer.get("whole").asBoolean()).isFalse();
            assertThat(answer.get("first").asInt()).isZero();
            assertThat(answer.get("next").asInt()).isEqualTo(50);
            stream.stdout("after\n").end();
            assertThat(follower.text())
                    .contains("\"line\":\"49\"")
                    .contains("\"state\":\"removed\",\"from\":0,\"to\":49,\"lines\":50}")
                    .contains("\"line\":\"after\"")
                    .doesNotContain("gap");
        }
        assertThat(body(stream, "")).isEqualTo("after\n");
    }

    @Test
    void aReaderWithAPositionOfBeforeGetsAGapWithTheExactRange() throws IOException {
        FedStream stream = newStream().numbers(0, 50);
        delete(stream, "?force=true", 200);
        String from = "from=" + stream.stream().epoch() + "-9";
        assertThat(body(stream, "?" + from)).isEqualTo("--- gap: 40 lines lost (removed) ---\n");
        assertThat(body(stream, "?" + from, Form.NDJSON.accept()))
                .contains("{\"gap\":{\"from\":10,\"to\":49,\"lines\":40,\"reason\":\"removed\"}}");
        assertThat(body(stream, "?order=desc", Form.NDJSON.accept())).doesNotContain("\"line\"");
        assertThat(body(stream, "?seq=3-5")).contains("3 lines lost (removed)");
    }

    @Test
    void aDryRunTellsWhatWouldGoAndRemovesNothing() throws IOException {
        FedStream stream = newStream().numbers(0, 50);
        JsonNode would = delete(stream, "?dry-run=true", 200);
        assertThat(would.get("dryRun").asBoolean()).isTrue();
        assertThat(would.get("needsForce").asBoolean()).isTrue();
        assertThat(would.get("lines").asInt()).isEqualTo(50);
        assertThat(would.get("bytes").asLong()).isEqualTo(stream.stream().bytes());
        assertThat(body(stream, "?limit=1")).isEqualTo("0\n");
        JsonNode done = delete(stream, "?force=true", 200);
        assertThat(done.get("bytes")).isEqualTo(would.get("bytes"));
        assertThat(done.get("files")).isEqualTo(would.get("files"));
    }

    @Test
    void beforeATimeNoForceIsNeeded() throws IOException {
        FedStream stream = newStream().numbers(0, 50);
        JsonNode answer = delete(stream, "?before=2020-01-01", 200);
        assertThat(answer.get("lines").asInt()).isZero();
        assertThat(body(stream, "?limit=1")).isEqualTo("0\n");
        assertThat(delete(stream, "?before=soon", 400).get("parameter").asText())
                .isEqualTo("before");
        assertThat(delete(stream, "?force=maybe", 400).get("parameter").asText())
                .isEqualTo("force");
    }

    @Test
    void aSearchOfWhatIsRemovedFindsNothing() throws IOException {
        FedStream stream = newStream().stdout("secret\n");
        delete(stream, "?force=true", 200);
        String path = "/streams/" + stream.stream().name() + "/search?grep=secret";
        try (HttpClient client = HttpClient.get(url(), path, "Accept: text/event-stream")) {
            assertThat(client.text()).doesNotContain("\"line\":\"secret\"");
        }
    }
}
