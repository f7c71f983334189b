package dev.tailrace.face;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tailrace.hub.FedStream;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** History, the newest first. */
@QuarkusTest
@TestProfile(FaceProfile.class)
class NewestFirstTest extends FaceTest {
    private static final String NDJSON = Form.NDJSON.accept();

    @ParameterizedTest
    @EnumSource(names = {"TEXT", "NDJSON"})
    void theNewestComesFirst(Form form) throws IOException {
        FedStream stream = newStream().numbers(0, 30);
        assertThat(lines(form, stream, "")).isEqualTo(numbers(29, 0));
        assertThat(lines(form, stream, "&from=now")).isEqualTo(numbers(29, 0));
        assertThat(lines(form, stream, "&limit=3")).isEqualTo(numbers(29, 27));
        assertThat(lines(form, stream, "&grep=2$")).containsExactly("22", "12", "2");
        assertThat(lines(form, newStream(), "")).isEmpty();
    }

    @Test
    void aClientGoesOnFromTheLastRecordThatItHas() throws IOException {
        FedStream stream = newStream().numbers(0, 100);
        List<String> all = new ArrayList<>();
        String from = "";
        for (int page = 0; page < 4; page++) {
            List<JsonNode> objects =
                    Form.NDJSON.objects(body(stream, "?order=desc&limit=30" + from, NDJSON));
            List<JsonNode> lines = objects.stream().filter(each -> each.has("line")).toList();
            lines.forEach(line -> all.add(line.get("line").asText()));
            from = "&from=" + stream.stream().epoch() + "-" + lines.getLast().get("seq");
        }
        assertThat(all).isEqualTo(numbers(99, 0));
        assertThat(body(stream, "?order=desc" + from, NDJSON)).isEmpty();
    }

    @Test
    void sinceAndUntilAreBounds() throws IOException {
        FedStream stream = newStream().numbers(0, 30);
        List<String> times = new ArrayList<>();
        for (JsonNode object : Form.NDJSON.objects(body(stream, "", NDJSON))) {
            times.add(object.get("time").asText());
        }
        String bounds = "&since=" + times.get(7) + "&until=" + times.get(20);
        assertThat(lines(Form.TEXT, stream, bounds)).isEqualTo(numbers(19, 7));
        String position = "&from=" + stream.stream().epoch() + "-12";
        assertThat(lines(Form.TEXT, stream, bounds + position)).isEqualTo(numbers(11, 7));
        assertThat(lines(Form.TEXT, stream, "&since=0s")).isEmpty();
        assertThat(lines(Form.TEXT, stream, "&until=1d")).isEmpty();
    }

    @Test
    void aPositionOfAnotherLogIsAReset() throws IOException {
        FedStream stream = newStream().numbers(0, 3);
        String body = body(stream, "?order=desc&from=zzzzzzzz-1", NDJSON);
        assertThat(body).startsWith("{\"reset\":").contains("\"line\":\"2\"");
        assertThat(Form.NDJSON.lines(body)).isEqualTo(numbers(2, 0));
    }

    @Test
    void levelsAndFirstRecordsAreThoseOfTheOtherOrder() throws IOException {
        String part = "x".repeat(16 * 1024);
        FedStream stream =
                newStream(16 * 1024)
                        .stdout("ERROR a\n\tat b\nINFO c\nWARN ")
                        .stdout(part + part + "\n")
                        .stderr("\tat d\n");
        for (String query : new String[] {"fields=level,first", "fields=level&level=warn,error"}) {
            List<JsonNode> onwards = Form.NDJSON.objects(body(stream, "?" + query, NDJSON));
            List<JsonNode> backwards =
                    Form.NDJSON.objects(body(stream, "?order=desc&" + query, NDJSON));
            assertThat(backwards).as(query).isEqualTo(onwards.reversed());
            assertThat(onwards).as(query).hasSizeGreaterThan(3);
        }
    }

    @Test
    void textHasALineForEachPartOfALine() throws IOException {
        String part = "x".repeat(16 * 1024);
        FedStream stream = newStream().stdout("a\n").stdout(part + "b\n").stdout("c\n");
        assertThat(lines(Form.TEXT, stream, "")).containsExactly("c", "b", part, "a");
        assertThat(lines(Form.TEXT, stream, "&timestamps=true"))
                .hasSize(4)
                .allMatch(line -> line.startsWith("20"));
    }

    @Test
    void whatIsOnlyKeptIsShown() throws IOException {
        try (HttpClient client =
                HttpClient.get(url(), "/streams/" + GatewayFolder.GAPPED + "/log?order=desc")) {
            assertThat(client.text().lines())
                    .containsExactlyElementsOf(
                            numbers(GatewayFolder.GAPPED_RECORDS - 1, GatewayFolder.FIRST_KEPT));
        }
    }

    @Test
    void aMillionBytesComeInPiecesAndCompressed() throws IOException {
        FedStream stream = newStream(16 * 1024).numbers(0, 20_000);
        assertThat(lines(Form.NDJSON, stream, "")).isEqualTo(numbers(19_999, 0));
        assertThat(lines(Form.TEXT, stream, "")).isEqualTo(numbers(19_999, 0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"tail=3", "seq=1-2", "follow=true"})
    void whatCannotGoTogetherIsRefusedByName(String other) throws IOException {
        FedStream stream = newStream().numbers(0, 3);
        String name = other.startsWith("follow") ? other : other.substring(0, other.indexOf('='));
        try (HttpClient client = get(stream, "?order=desc&" + other)) {
            assertThat(client.status()).isEqualTo(400);
            assertThat(client.text()).contains("'order'", "but there is " + name);
        }
    }

    @Test
    void eventsGoOnwardsAlone() throws IOException {
        try (HttpClient client = get(newStream(), "?order=desc", Form.SSE.accept())) {
            assertThat(client.status()).isEqualTo(400);
            assertThat(client.text()).contains("'order'", "asc in text/event-stream");
        }
        try (HttpClient client = get(newStream(), "?order=desc&from=first")) {
            assertThat(client.status()).isEqualTo(400);
            assertThat(client.text()).contains("'from'", "now, or a position");
        }
    }

    private List<String> lines(Form form, FedStream stream, String query) throws IOException {
        return form.lines(body(stream, "?order=desc" + query, form.accept()));
    }

    private static List<String> numbers(int newest, int oldest) {
        return IntStream.rangeClosed(oldest, newest)
                .mapToObj(Integer::toString)
                .toList()
                .reversed();
    }
}
