package dev.tailrace.face;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.face.EventStream.Event;
import dev.tailrace.hub.FedStream;
import dev.tailrace.model.Labels;
import dev.tailrace.model.StreamName;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A client that comes back goes on where it was, or is told that it cannot. */
@QuarkusTest
@TestProfile(FaceProfile.class)
class ResumptionTest extends FaceTest {
    private static final String SSE = "Accept: text/event-stream";

    @ParameterizedTest
    @EnumSource
    void lastEventIdIsWhereAClientGoesOn(Form form) throws IOException {
        FedStream stream = newStream().numbers(0, 10);
        String header = "Last-Event-ID: " + stream.stream().epoch() + "-6";
        try (HttpClient client = get(stream, "?follow=false", form.accept(), header)) {
            assertThat(client.header("Tailrace-Resumed")).isEqualTo("exact");
            assertThat(client.header("Tailrace-Epoch")).isEqualTo(stream.stream().epoch().value());
            assertThat(form.lines(client.text())).containsExactly("7", "8", "9");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"from=first", "from=now", "tail=1", "since=1h", "tail=1&from=now"})
    void theHeaderWinsOverTheQueryThatABrowserRepeats(String query) throws IOException {
        FedStream stream = newStream().numbers(0, 10);
        String header = "Last-Event-ID: " + stream.stream().epoch() + "-6";
        String body = body(stream, "?follow=false&" + query, SSE, header);
        assertThat(Form.SSE.lines(body)).containsExactly("7", "8", "9");
    }

    @ParameterizedTest
    @ValueSource(strings = {"lastEventId", "last_event_id"})
    void theIdMayStandInTheQuery(String parameter) throws IOException {
        FedStream stream = newStream().numbers(0, 10);
        String query = "?follow=false&tail=1&" + parameter + "=" + stream.stream().epoch() + "-6";
        assertThat(Form.SSE.lines(body(stream, query, SSE))).containsExactly("7", "8", "9");
        String header = "Last-Event-ID: " + stream.stream().epoch() + "-8";
        assertThat(Form.SSE.lines(body(stream, query, SSE, header))).containsExactly("9");
    }

    @Test
    void anEmptyIdIsNone() throws IOException {
        FedStream stream = newStream().numbers(0, 10);
        String body = body(stream, "?follow=false&tail=2&lastEventId=", SSE, "Last-Event-ID: ");
        assertThat(Form.SSE.lines(body)).containsExactly("8", "9");
    }

    @Test
    void whoHasAllOfAnEndedStreamIsToldToStayAway() throws IOException {
        FedStream stream = newStream().numbers(0, 3).end();
        String id = "Last-Event-ID: " + stream.stream().epoch() + "-3";
        try (HttpClient client = get(stream, "", SSE, id)) {
            assertThat(client.status()).isEqualTo(204);
            client.request("HEAD", path(stream), SSE, id);
            assertThat(client.status()).isEqualTo(204);
            assertThat(stream.stream().readers().count()).isZero();
        }
        String before = "Last-Event-ID: " + stream.stream().epoch() + "-2";
        try (HttpClient client = get(stream, "", SSE, before)) {
            assertThat(client.status()).isEqualTo(200);
        }
    }

    @Test
    void whoComesToAStreamThatHasNothingAndWillNotIsToldToStayAway() throws IOException {
        hub().streams().open(new StreamName("nothing"), Labels.NONE);
        try (HttpClient client = HttpClient.get(url(), "/streams/nothing/log", SSE)) {
            assertThat(client.status()).isEqualTo(204);
        }
        try (HttpClient client = get(newStream(), "", SSE)) {
            assertThat(client.status()).isEqualTo(200);
        }
    }

    @Test
    void aBrowserThatReconnectsByItselfStopsAtTheEnd() throws IOException {
        FedStream stream = newStream().numbers(0, 3).end();
        String id;
        try (HttpClient client = get(stream, "", SSE)) {
            EventStream events = events(client);
            List<Event> all = events.rest();
            assertThat(all.getLast().data()).isEqualTo("{\"reason\":\"ended\"}");
            id = events.lastId();
        }
        try (HttpClient client = get(stream, "", SSE, "Last-Event-ID: " + id)) {
            assertThat(client.status()).isEqualTo(204);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"TEXT", "NDJSON"})
    void otherFormatsHaveAnEmptyEnd(Form form) throws IOException {
        FedStream stream = newStream().numbers(0, 3).end();
        String id = "Last-Event-ID: " + stream.stream().epoch() + "-3";
        try (HttpClient client = get(stream, "", form.accept(), id)) {
            assertThat(client.status()).isEqualTo(200);
            assertThat(client.text()).isEmpty();
        }
    }

    @Test
    void atTheEndOfAStreamThatGoesOnTheClientWaits() throws IOException {
        FedStream stream = newStream().numbers(0, 3);
        String id = "Last-Event-ID: " + stream.stream().epoch() + "-2";
        try (HttpClient client = get(stream, "?limit=1", SSE, id)) {
            assertThat(client.status()).isEqualTo(200);
            stream.stdout("more\n");
            assertThat(Form.SSE.lines(client.text())).containsExactly("more");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"zzzzzzzz-1", "OWN-3", "OWN-1000"})
    void aPositionThatIsNotOfThisLogIsAReset(String position) throws IOException {
        FedStream stream = newStream().numbers(0, 3);
        String epoch = stream.stream().epoch().value();
        String header = "Last-Event-ID: " + position.replace("OWN", epoch);

        try (HttpClient client = get(stream, "?follow=false", SSE, header)) {
            assertThat(client.header("Tailrace-Resumed")).isEqualTo("reset");
            List<Event> events = events(client).rest();
            assertThat(events.getFirst().json().get("resumed").asText()).isEqualTo("reset");
            assertThat(events).hasSize(5);
        }
        String ndjson = body(stream, "", Form.NDJSON.accept(), header);
        assertThat(ndjson)
                .startsWith("{\"reset\":{\"epoch\":\"" + epoch + "\",\"first\":0}}\n{\"seq\":0,");
        assertThat(Form.NDJSON.lines(ndjson)).containsExactly("0", "1", "2");
        assertThat(body(stream, "", header))
                .isEqualTo(
                        """
                        --- reset: the position is not of this log; from its first line on ---
                        0
                        1
                        2
                        """);
        assertThat(body(stream, "?gaps=false", header)).isEqualTo("0\n1\n2\n");
    }

    @Test
    void cutOffAnywhereAndAgainAClientGetsEveryLineOnce() throws IOException {
        FedStream stream = newStream().stdout("start\n");
        List<String> got = new ArrayList<>();
        String id = "";
        for (int round = 0; round < 20; round++) {
            stream.numbers(round * 10, round * 10 + 10);
            String[] headers =
                    id.isEmpty() ? new String[] {SSE} : new String[] {SSE, "Last-Event-ID: " + id};
            try (HttpClient client = get(stream, "?from=first", headers)) {
                EventStream events = events(client);
                // It takes a few and is gone in the middle of the rest.
                for (int i = 0; i < 1 + round % 7; i++) {
                    Event event = Objects.requireNonNull(events.next());
                    if (event.type().equals("message")) {
                        got.add(event.json().get("line").asText());
                    }
                    id = events.lastId();
                }
            }
        }
        String header = "Last-Event-ID: " + id;
        got.addAll(Form.SSE.lines(body(stream, "?follow=false", SSE, header)));
        assertThat(String.join("\n", got) + "\n").isEqualTo(body(stream, ""));
    }
}
