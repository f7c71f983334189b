package dev.tailrace.face;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tailrace.face.EventStream.Event;
import dev.tailrace.hub.FedStream;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code GET /streams/NAME/histogram}, whose counts are the matter of {@code HistogramTest}. */
@QuarkusTest
@TestProfile(FaceProfile.class)
class HistogramCallTest extends FaceTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private HttpClient histogram(FedStream stream, String query, String... headers)
            throws IOException {
        return HttpClient.get(
                url(), "/streams/" + stream.stream().name() + "/histogram" + query, headers);
    }

    private JsonNode counted(FedStream stream, String query) throws IOException {
        try (HttpClient client = histogram(stream, query)) {
            assertThat(client.status()).isEqualTo(200);
            assertThat(client.header("Content-Type")).startsWith("application/json");
            return JSON.readTree(client.text());
        }
    }

    private FedStream levelled() {
        FedStream stream = newStream();
        stream.stdout("INFO begun\n").stderr("ERROR failed\n").stderr("\tat Main.main\n");
        stream.stdout("plain\n");
        await().until(() -> stream.stream().next() == 4);
        return stream;
    }

    @Test
    void linesAreCountedByLevel() throws IOException {
        FedStream stream = levelled();
        JsonNode all = counted(stream, "?buckets=1");
        assertThat(all.get("epoch").asText()).isEqualTo(stream.stream().epoch().value());
        assertThat(all.get("complete").asBoolean()).isTrue();
        assertThat(all.get("buckets")).hasSize(1);
        JsonNode bucket = all.get("buckets").get(0);
        assertThat(bucket.get("time")).isEqualTo(all.get("since"));
        assertThat(bucket.get("first").asLong()).isZero();
        assertThat(bucket.get("lines").asLong()).isEqualTo(4);
        assertThat(bucket.get("levels")).hasToString("{\"info\":1,\"error\":2,\"none\":1}");
    }

    @ParameterizedTest
    @CsvSource({
        "origin=stderr, 2",
        "level=error, 2",
        "grep=ERROR, 1",
        "grep=ERROR&invert, 3",
        "since=1m, 4",
        "until=1m, 0"
    })
    void whatIsNotAskedForIsNotCounted(String query, long lines) throws IOException {
        JsonNode all = counted(levelled(), "?buckets=3&" + query);
        assertThat(all.get("buckets").size()).isBetween(1, 3);
        long sum = 0;
        for (JsonNode bucket : all.get("buckets")) {
            sum += bucket.get("lines").asLong();
        }
        assertThat(sum).isEqualTo(lines);
    }

    @Test
    void thePartsComeAsTheyAreFinished() throws IOException {
        FedStream stream = levelled();
        List<Event> events = new ArrayList<>();
        try (HttpClient client = histogram(stream, "?since=1h", Form.SSE.accept())) {
            EventStream in = events(client);
            for (Event event = in.next(); event != null; event = in.next()) {
                events.add(event);
            }
        }
        assertThat(events.getFirst().type()).isEqualTo("hello");
        int parts = 0;
        for (Event event : events.subList(1, events.size() - 1)) {
            assertThat(event.type()).isEqualTo("message");
            parts += event.json().get("buckets").size();
        }
        assertThat(parts).isEqualTo(100);
        assertThat(events.getFirst().json().get("count").asInt()).isEqualTo(100);
        assertThat(events.getLast().type()).isEqualTo("done");
        assertThat(events.getLast().data()).isEqualTo("{\"complete\":true}");
    }

    @ParameterizedTest
    @CsvSource({"buckets=501, from 1 to 500", "buckets=0, a whole number from 1", "grep=(, RE2"})
    void whatIsWrongIsSaid(String query, String said) throws IOException {
        try (HttpClient client = histogram(newStream(), "?" + query)) {
            assertThat(client.status()).isEqualTo(400);
            assertThat(client.text()).contains(said);
        }
    }
}
