package dev.tailrace.face;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tailrace.hub.FedStream;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code POST /streams/NAME/marks}; who may is the matter of {@code TokenAccessTest}. */
@QuarkusTest
@TestProfile(FaceProfile.class)
class StreamMarksTest extends FaceTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private JsonNode mark(String stream, String body, int status) throws IOException {
        byte[] bytes = body.getBytes(UTF_8);
        try (HttpClient client = HttpClient.connect(url())) {
            client.sendHead(
                    "POST",
                    "/streams/" + stream + "/marks",
                    "Content-Type: application/json",
                    "Content-Length: " + bytes.length);
            client.send(bytes);
            client.readHead();
            assertThat(client.status()).isEqualTo(status);
            return JSON.readTree(client.text());
        }
    }

    private static String name(FedStream stream) {
        return stream.stream().name().value();
    }

    @Test
    void aMarkIsARecordBetweenTheLines() throws IOException {
        FedStream stream = newStream().numbers(0, 3);
        double before = counter("tailrace.marks");
        JsonNode left = mark(name(stream), "{\"text\":\"here I \\\"clicked\\\"\\n\u9519\"}", 201);
        stream.numbers(3, 5);
        await().until(() -> stream.stream().next() == 6);
        assertThat(left.get("epoch").asText()).isEqualTo(stream.stream().epoch().value());
        assertThat(left.get("seq").asLong()).isEqualTo(3);
        assertThat(counter("tailrace.marks")).isEqualTo(before + 1);
        String shown = body(stream, "?seq=3-3&origin=system", Form.NDJSON.accept());
        JsonNode record = JSON.readTree(shown).path("state");
        assertThat(record.get("state").asText()).isEqualTo("mark");
        assertThat(record.get("text").asText()).isEqualTo("here I \"clicked\"\n\u9519");
        assertThat(record.has("by")).isFalse();
        assertThat(record.get("time")).isEqualTo(left.get("time"));
        assertThat(body(stream, "")).isEqualTo("0\n1\n2\n3\n4\n");
    }

    @Test
    void aStreamThatHasEndedTakesMarks() throws IOException {
        FedStream stream = newStream().numbers(0, 3).end();
        await().until(() -> stream.stream().feed().isEnded());
        long next = stream.stream().next();
        assertThat(mark(name(stream), "{\"text\":\"after\"}", 201).get("seq").asLong())
                .isEqualTo(next);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "text",
                "{}",
                "[]",
                "{\"text\":\"\"}",
                "{\"text\":1}",
                "{\"text\":\"a\"}}",
                "{\"text\":\"a\",\"text\":\"b\"}",
                "{\"text\":\"a\",\"x\":1}"
            })
    void whatIsNoMarkIsRefused(String body) throws IOException {
        FedStream stream = newStream();
        assertThat(mark(name(stream), body, 400).get("detail").asText())
                .contains("with 1 to 1000 characters");
        assertThat(stream.stream().next()).isZero();
    }

    @Test
    void aMarkIsNoDocument() throws IOException {
        FedStream stream = newStream();
        mark(name(stream), "{\"text\":\"" + "\uD83D\uDE00".repeat(1000) + "\"}", 201);
        mark(name(stream), "{\"text\":\"" + "a".repeat(1001) + "\"}", 400);
        mark(name(stream), "{\"text\":\"" + "a".repeat(9000) + "\"}", 413);
    }

    @Test
    void aStreamThatIsNotThereIsUnknown() throws IOException {
        mark("nowhere", "{\"text\":\"a\"}", 404);
    }
}
