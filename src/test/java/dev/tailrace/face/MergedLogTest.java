package dev.tailrace.face;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tailrace.face.EventStream.Event;
import dev.tailrace.hub.FedStream;
import dev.tailrace.model.Epoch;
import dev.tailrace.model.Positions;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Several streams over one connection, and one id that resumes them all. */
@QuarkusTest
@TestProfile(FaceProfile.class)
class MergedLogTest extends FaceTest {
    private static final String SSE = "Accept: text/event-stream";
    private static final String NDJSON = "Accept: application/x-ndjson";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String group = UUID.randomUUID().toString();

    private FedStream member() {
        return newStream(Map.of("group", group));
    }

    private String selected() {
        return "select=%7Bgroup=%22" + group + "%22%7D";
    }

    private static String named(FedStream... streams) {
        List<String> names = new ArrayList<>();
        for (FedStream stream : streams) {
            names.add("stream=" + name(stream));
        }
        return String.join("&", names);
    }

    private static String name(FedStream stream) {
        return stream.stream().name().value();
    }

    private HttpClient log(String query, String... headers) throws IOException {
        return HttpClient.get(url(), "/log?" + query, headers);
    }

    /** The lines of the next events that have some, as {@code NAME LINE}, this many. */
    private static List<String> lines(EventStream events, int count) throws IOException {
        List<String> lines = new ArrayList<>();
        while (lines.size() < count) {
            Event event = Objects.requireNonNull(events.next(), () -> "ended after " + lines);
            if (event.type().equals("message")) {
                for (JsonNode line : event.json().get("lines")) {
                    lines.add(line.get("stream").asText() + " " + line.get("line").asText());
                }
            }
        }
        return lines;
    }

    @Test
    void textHasTheNameOfItsStreamBeforeEachLine() throws IOException {
        FedStream web = member().stdout("one\n");
        FedStream api = member().stdout("two\n");
        web.stdout("three\n");
        try (HttpClient client = log(named(web, api))) {
            String first = name(web);
            String second = name(api);
            int width = Math.max(first.length(), second.length());
            String expected =
                    first
                            + " ".repeat(width - first.length())
                            + " | one\n"
                            + second
                            + " ".repeat(width - second.length())
                            + " | two\n"
                            + first
                            + " ".repeat(width - first.length())
                            + " | three\n";
            assertThat(client.text()).isEqualTo(expected);
        }
    }

    @Test
    void ndjsonHasTheStreamInEachObjectAndSaysWhereItIs() throws IOException {
        FedStream web = member().stdout("one\n");
        FedStream api = member().stdout("two\n");
        String position = "";
        List<String> got = new ArrayList<>();
        try (HttpClient client = log(selected(), NDJSON)) {
            for (String line : client.text().lines().toList()) {
                JsonNode json = JSON.readTree(line);
                if (json.has("position")) {
                    position = json.get("position").asText();
                } else {
                    got.add(json.get("stream").asText() + " " + json.get("line").asText());
                }
            }
        }
        assertThat(got).containsExactly(name(web) + " one", name(api) + " two");
        web.stdout("three\n");
        try (HttpClient client = log(selected() + "&from=" + position, NDJSON)) {
            assertThat(client.header("Tailrace-Resumed")).isEqualTo("exact");
            assertThat(client.text()).contains("three").doesNotContain("one", "two");
        }
    }

    @Test
    void oneIdResumesThemAll() throws IOException {
        FedStream web = member().numbers(0, 5);
        FedStream api = member().numbers(0, 5);
        String id;
        try (HttpClient client = log(named(web, api) + "&from=first", SSE)) {
            EventStream events = events(client);
            lines(events, 10);
            web.numbers(5, 7);
            assertThat(lines(events, 2)).containsExactly(name(web) + " 5", name(web) + " 6");
            id = events.lastId();
        }
        web.numbers(7, 8);
        api.numbers(5, 6);
        try (HttpClient client =
                log(named(web, api) + "&from=first", SSE, "Last-Event-ID: " + id)) {
            EventStream events = events(client);
            assertThat(Objects.requireNonNull(events.next()).json().get("resumed").asText())
                    .isEqualTo("exact");
            assertThat(lines(events, 2)).containsExactly(name(web) + " 7", name(api) + " 5");
        }
    }

    @Test
    void eachEventIsADeliveryOfLinesAndItsIdComesLast() throws IOException {
        FedStream web = member().numbers(0, 5);
        FedStream api = member();
        try (HttpClient client = log(named(web, api) + "&limit=5&from=first", SSE)) {
            String text = client.text();
            assertThat(text)
                    .containsPattern("\ndata: \\{\"lines\":\\[\\{\"stream\":.*]}\nid: m-\\S+\n\n")
                    .endsWith("event: end\ndata: {\"reason\":\"limit\"}\n\n");
        }
    }

    @Test
    void streamsThatAppearLaterAreIncludedFromTheirFirstLine() throws IOException {
        FedStream web = member().stdout("one\n");
        try (HttpClient client = log(selected() + "&from=first", SSE)) {
            EventStream events = events(client);
            assertThat(lines(events, 1)).containsExactly(name(web) + " one");
            FedStream api = member().stdout("two\n");
            Event joined = Objects.requireNonNull(events.next());
            assertThat(joined.type()).isEqualTo("stream");
            assertThat(joined.json().get("stream").asText()).isEqualTo(name(api));
            assertThat(lines(events, 1)).containsExactly(name(api) + " two");
            String id = events.lastId();
            FedStream job = member().stdout("three\n");
            api.stdout("four\n");
            try (HttpClient again = log(selected(), SSE, "Last-Event-ID: " + id)) {
                assertThat(lines(events(again), 2))
                        .containsExactlyInAnyOrder(name(job) + " three", name(api) + " four");
            }
        }
    }

    @Test
    void otherStreamsAreNotIncluded() throws IOException {
        member().stdout("one\n");
        newStream().stdout("other\n");
        try (HttpClient client = log(selected())) {
            assertThat(client.text()).contains("one").doesNotContain("other");
        }
    }

    @Test
    void aPositionOfAnotherLogResetsThatStreamAlone() throws IOException {
        FedStream web = member().numbers(0, 3);
        FedStream api = member().numbers(0, 3);
        var positions = new Positions();
        positions.add(web.stream().name(), web.stream().epoch(), 2);
        positions.add(api.stream().name(), new Epoch("aaaaaaaa"), 2);
        try (HttpClient client = log(named(web, api) + "&follow=false&from=" + positions, SSE)) {
            EventStream events = events(client);
            JsonNode hello = Objects.requireNonNull(events.next()).json();
            assertThat(hello.get("resumed").asText()).isEqualTo("reset");
            assertThat(hello.get("streams"))
                    .extracting(stream ->
                            stream.get("stream").asText() + " " + stream.get("resumed").asText())
                    .containsExactlyInAnyOrder(name(web) + " exact", name(api) + " reset");
            assertThat(lines(events, 4))
                    .containsExactlyInAnyOrder(
                            name(web) + " 2", name(api) + " 0", name(api) + " 1", name(api) + " 2");
        }
    }

    @Test
    void anEventSourceThatHasAllOfEndedStreamsIsToldToStop() throws IOException {
        FedStream web = member().stdout("one\n");
        FedStream api = member().stdout("two\n");
        web.end();
        api.end();
        String id;
        try (HttpClient client = log(named(web, api) + "&from=first", SSE)) {
            EventStream events = events(client);
            lines(events, 2);
            while (events.next() != null) {}
            id = events.lastId();
        }
        try (HttpClient client = log(named(web, api), SSE, "Last-Event-ID: " + id)) {
            assertThat(client.status()).isEqualTo(204);
            client.request("HEAD", "/log?" + named(web, api), SSE, "Last-Event-ID: " + id);
            assertThat(client.status()).isEqualTo(204);
        }
    }

    @Test
    void aWrongChoiceOfStreamsIsNamed() throws IOException {
        FedStream web = member();
        assertThat(problem("follow=false"))
                .contains("The parameter 'stream' or 'select' is needed: ")
                .contains("stream=NAME")
                .doesNotContain("''");
        assertThat(problem(named(web) + "&" + selected())).contains("stream=NAME");
        assertThat(problem("stream=no-such")).contains("no-such").contains("404");
        assertThat(problem("select=x")).contains("labels in braces");
        assertThat(problem(named(web) + "&from=m-1")).contains("m-1").contains("m-<base64url>");
        assertThat(problem(named(web) + "&from=" + web.stream().epoch() + "-0"))
                .contains("m-<base64url>");
    }

    private String problem(String query) {
        var response = given().urlEncodingEnabled(false).get("/log?" + query);
        assertThat(response.contentType()).isEqualTo("application/problem+json");
        return response.asString();
    }
}
