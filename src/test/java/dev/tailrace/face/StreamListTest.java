package dev.tailrace.face;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tailrace.face.EventStream.Event;
import dev.tailrace.hub.FedStream;
import dev.tailrace.model.ExitStatus;
import dev.tailrace.model.SourceEvent;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code GET /streams} as server-sent events. */
@QuarkusTest
@TestProfile(FaceProfile.class)
class StreamListTest extends FaceTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SMALL = 8 * 1024;

    @Test
    void theStreamsThatThereAreComeFirstAsInTheList() throws IOException {
        FedStream a = newStream(Map.of("first", "yes", "app", "web")).stdout("a\n").end();
        FedStream b = newStream(Map.of("first", "yes"));
        try (HttpClient client = follow("{first=\"yes\"}")) {
            assertThat(client.status()).isEqualTo(200);
            assertThat(client.header("Content-Type")).isEqualTo("text/event-stream");
            assertThat(client.header("Cache-Control")).isEqualTo("no-store, no-transform");
            EventStream events = events(client);
            Event hello = next(events);
            assertThat(hello.type()).isEqualTo("hello");
            assertThat(hello.data()).isEqualTo("{\"streams\":2,\"heartbeat\":0}");
            assertThat(events.comments).containsExactly("tailrace");
            assertThat(events.retry()).isBetween(1000L, 2999L);
            List<String> shown = new ArrayList<>();
            for (Event event : List.of(next(events), next(events))) {
                assertThat(event.type()).isEqualTo("stream");
                JsonNode stream = event.json();
                shown.add(stream.get("name").asText() + " " + stream.get("state").asText());
            }
            assertThat(shown).containsExactlyInAnyOrder(name(a) + " ended", name(b) + " running");
        }
    }

    @Test
    void anEventIsTheObjectInTheList() throws IOException {
        newStream(Map.of("same", "yes", "app", "web")).stdout("a\n").end();
        JsonNode listed = list("{same=\"yes\"}").get(0);
        try (HttpClient client = follow("{same=\"yes\"}")) {
            EventStream events = events(client);
            next(events);
            JsonNode shown = next(events).json();
            assertThat(shown.fieldNames())
                    .toIterable()
                    .containsExactlyElementsOf(() -> listed.fieldNames());
            for (String same : List.of("name", "labels", "source", "state", "epoch", "next")) {
                assertThat(shown.get(same)).isEqualTo(listed.get(same));
            }
        }
    }

    @Test
    void aStreamThatAppearsIsToldWithEachOfItsStates() throws IOException {
        try (HttpClient client = follow("{late=\"yes\"}")) {
            EventStream events = events(client);
            assertThat(next(events).data()).startsWith("{\"streams\":0,");
            FedStream stream = newStream(Map.of("late", "yes"));
            awaitState(events, stream, "running");
            stream.event(new SourceEvent.Started(1, List.of("true"))).stdout("a\n");
            // Whoever is told of a run finds it, and its record; of its start it may be told twice.
            JsonNode started = awaitState(events, stream, "running");
            while (started.get("next").asLong() == 0) {
                started = awaitState(events, stream, "running");
            }
            stream.event(new SourceEvent.Exited(new ExitStatus(0, 0)));
            assertThat(awaitState(events, stream, "ended").get("next").asLong()).isEqualTo(3);
            stream.restart();
            awaitState(events, stream, "running");
        }
    }

    @Test
    void linesAndReadersAreNoChange() throws IOException {
        FedStream stream = newStream(Map.of("quiet", "yes"));
        try (HttpClient client = follow("{quiet=\"yes\"}")) {
            EventStream events = events(client);
            next(events);
            next(events);
            stream.numbers(0, 100);
            get(stream, "?limit=1").close();
            // Two heartbeats, and an event between them would be an error.
            events.awaitComment();
            events.awaitComment();
            stream.end();
            assertThat(awaitState(events, stream, "ended").get("next").asLong()).isEqualTo(101);
        }
    }

    @Test
    void streamsWithOtherLabelsAreNotTold() throws IOException {
        try (HttpClient client = follow("{picked=~\"a|b\"}")) {
            EventStream events = events(client);
            next(events);
            newStream(Map.of("picked", "c")).end();
            newStream().end();
            FedStream b = newStream(Map.of("picked", "b"));
            assertThat(next(events).json().get("name").asText()).isEqualTo(name(b));
        }
    }

    @Test
    void aSelectorThatIsNoneIsRefused() throws IOException {
        try (HttpClient client = follow("app")) {
            assertThat(client.status()).isEqualTo(400);
            assertThat(client.header("Content-Type")).startsWith(Problem.MEDIA_TYPE);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    text/event-stream                         | text/event-stream
                    text/event-stream, application/json;q=0.5 | text/event-stream
                    application/json                          | application/json
                    application/json, text/event-stream;q=0.1 | application/json
                    */*                                       | application/json
                    ''                                        | application/json
                    """)
    void theClientChoosesTheForm(String accept, String type) throws IOException {
        String[] headers = accept.isEmpty() ? new String[0] : new String[] {"Accept: " + accept};
        try (HttpClient client = HttpClient.get(url(), "/streams", headers)) {
            assertThat(client.status()).isEqualTo(200);
            assertThat(client.header("Content-Type")).startsWith(type);
            assertThat(client.header("Vary")).isEqualTo("Accept");
        }
    }

    @Test
    void theHeadAloneCanBeHad() throws IOException {
        FedStream stream = newStream();
        try (HttpClient client = get(stream, "?follow=false")) {
            client.text();
            client.request("HEAD", "/streams", Form.SSE.accept());
            assertThat(client.status()).isEqualTo(200);
            assertThat(client.header("Content-Type")).isEqualTo("text/event-stream");
            // And no byte of a body: the next response begins right after it.
            client.request("GET", path(stream));
            assertThat(client.status()).isEqualTo(200);
        }
    }

    @Test
    void aClientThatGoesAwayIsForgotten() throws IOException {
        double gone = gone();
        try (HttpClient client = follow("{}")) {
            next(events(client));
            assertThat(hub().streams().watchers().count()).isEqualTo(1);
        }
        await().until(() -> hub().streams().watchers().count() == 0);
        assertThat(gone()).isEqualTo(gone + 1);
    }

    /** What waits for a client that does not read is the stream, not each of its changes. */
    @Test
    void aClientThatDoesNotReadIsShownWhatThereIsInTheEnd() throws IOException {
        Map<String, String> labels = new HashMap<>(Map.of("lazy", "yes"));
        labels.put("long", "x".repeat(4000));
        FedStream stream = newStream(labels);
        String path = path("{lazy=\"yes\"}");
        try (HttpClient lazy = HttpClient.get(url(), SMALL, path, Form.SSE.accept())) {
            int changes = 20_000;
            for (int i = 0; i < changes / 2; i++) {
                stream.restart();
                stream.end();
            }
            FedStream last = newStream(Map.of("lazy", "yes"));
            EventStream events = events(lazy);
            List<String> states = new ArrayList<>();
            Event event = next(events);
            while (!event.data().contains("\"name\":\"" + name(last) + "\"")) {
                event = next(events);
                states.add(event.json().path("state").asText());
            }
            assertThat(states).hasSizeLessThan(changes);
            assertThat(states.get(states.size() - 2)).isEqualTo("ended");
        }
    }

    private JsonNode list(String select) throws IOException {
        String body =
                given().baseUri(url().toString())
                        .queryParam("select", select)
                        .get("/streams")
                        .asString();
        return JSON.readTree(body);
    }

    private HttpClient follow(String select) throws IOException {
        return HttpClient.get(url(), path(select), Form.SSE.accept());
    }

    private static String path(String select) {
        return "/streams?select=" + URLEncoder.encode(select, StandardCharsets.UTF_8);
    }

    /** Reads on, past other states of it, until the stream is shown in {@code state}. */
    private static JsonNode awaitState(EventStream events, FedStream stream, String state)
            throws IOException {
        for (Event event = next(events); ; event = next(events)) {
            assertThat(event.type()).isEqualTo("stream");
            assertThat(event.lastId()).isEmpty();
            assertThat(event.json().get("name").asText()).isEqualTo(name(stream));
            if (event.json().get("state").asText().equals(state)) {
                return event.json();
            }
        }
    }

    private static String name(FedStream stream) {
        return stream.stream().name().value();
    }

    private static Event next(EventStream events) throws IOException {
        return Objects.requireNonNull(events.next());
    }

    private double gone() {
        return counter("tailrace.list.ended", "reason", "gone");
    }
}
