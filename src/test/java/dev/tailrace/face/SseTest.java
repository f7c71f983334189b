package dev.tailrace.face;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tailrace.face.EventStream.Event;
import dev.tailrace.hub.FedStream;
import dev.tailrace.model.ExitStatus;
import dev.tailrace.model.SourceEvent;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Server-sent events, read by the steps of the WHATWG text. */
@QuarkusTest
@TestProfile(FaceProfile.class)
class SseTest extends FaceTest {
    private static final String SSE = "Accept: text/event-stream";

    @Test
    void theFirstBytesAreACommentAndARetryWithJitter() throws IOException {
        FedStream stream = newStream();
        Set<Long> retries = new HashSet<>();
        for (int i = 0; i < 20; i++) {
            try (HttpClient client = get(stream, "", SSE)) {
                EventStream events = events(client);
                next(events);
                assertThat(events.comments).containsExactly("tailrace");
                retries.add(events.retry());
            }
        }
        assertThat(retries).allMatch(retry -> retry >= 1000 && retry < 3000);
        assertThat(retries).hasSizeGreaterThan(1);
    }

    @Test
    void helloSaysWhereTheLogIs() throws IOException {
        FedStream stream = newStream().numbers(0, 30);
        try (HttpClient client = get(stream, "", SSE)) {
            EventStream events = events(client);
            Event hello = next(events);
            assertThat(hello.type()).isEqualTo("hello");
            assertThat(hello.data())
                    .isEqualTo(
                            "{\"epoch\":\""
                                    + stream.stream().epoch()
                                    + "\",\"first\":0,\"next\":30,\"heartbeat\":0,"
                                    + "\"resumed\":\"start\"}");
            // Whoever is cut off before the first line does not lose those it was to get.
            assertThat(hello.lastId()).isEqualTo(stream.stream().epoch() + "-19");
            assertThat(next(events).json().get("line").asText()).isEqualTo("20");
        }
    }

    @Test
    void helloOfAnEmptyLogHasNoId() throws IOException {
        try (HttpClient client = get(newStream(), "", SSE)) {
            assertThat(next(events(client)).lastId()).isEmpty();
        }
    }

    @Test
    void aLineIsAMessageWithItsPosition() throws IOException {
        Instant before = Instant.now();
        FedStream stream = newStream().stdout("one\n").stderr("two");
        List<Event> events = Form.events(body(stream, "?follow=false", SSE));
        assertThat(events)
                .extracting(Event::type)
                .containsExactly("hello", "message", "message", "end");
        Event one = Objects.requireNonNull(events.get(1));
        assertThat(one.lastId()).isEqualTo(stream.stream().epoch() + "-0");
        JsonNode json = one.json();
        assertThat(json.fieldNames()).toIterable().containsExactly("seq", "time", "origin", "line");
        assertThat(json.get("seq").asLong()).isZero();
        assertThat(json.get("line").asText()).isEqualTo("one");
        assertThat(json.get("origin").asText()).isEqualTo("stdout");
        String time = json.get("time").asText();
        assertThat(time).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{9}Z");
        assertThat(Instant.parse(time)).isBetween(before.minusMillis(1), Instant.now());
        JsonNode two = Objects.requireNonNull(events.get(2)).json();
        assertThat(two.fieldNames())
                .toIterable()
                .containsExactly("seq", "time", "origin", "partial", "line");
        assertThat(two.get("partial").asBoolean()).isTrue();
        assertThat(two.get("origin").asText()).isEqualTo("stderr");
    }

    @Test
    void whatHappensToTheSourceIsAnEventOfItsOwn() throws IOException {
        FedStream stream =
                newStream()
                        .event(new SourceEvent.Started(4711, List.of("sh", "-c", "exit 3")))
                        .stdout("a\n")
                        .event(new SourceEvent.Exited(new ExitStatus(3, 0)));
        List<Event> events = Form.events(body(stream, "?from=first", SSE));
        assertThat(events)
                .extracting(Event::type)
                .containsExactly("hello", "state", "message", "state", "end");
        Event started = Objects.requireNonNull(events.get(1));
        assertThat(started.lastId()).isEqualTo(stream.stream().epoch() + "-0");
        assertThat(started.json().get("state").asText()).isEqualTo("started");
        assertThat(started.json().get("pid").asLong()).isEqualTo(4711);
        assertThat(started.json().get("command").toString()).isEqualTo("[\"sh\"]");
        assertThat(started.json().get("arguments").asInt()).isEqualTo(2);
        JsonNode exited = Objects.requireNonNull(events.get(3)).json();
        assertThat(exited.get("state").asText()).isEqualTo("exited");
        assertThat(exited.get("code").asInt()).isEqualTo(3);
        assertThat(exited.get("seq").asLong()).isEqualTo(2);
    }

    @Test
    void theEndSaysWhy() throws IOException {
        FedStream stream = newStream().numbers(0, 5);
        assertThat(reason(stream, "?follow=false")).isEqualTo("complete");
        assertThat(reason(stream, "?limit=2")).isEqualTo("limit");
        assertThat(reason(stream, "?until=0s")).isEqualTo("until");
        stream.end();
        assertThat(reason(stream, "")).isEqualTo("ended");
    }

    private String reason(FedStream stream, String query) throws IOException {
        Event end = Form.events(body(stream, query, SSE)).getLast();
        assertThat(end.type()).isEqualTo("end");
        return end.json().get("reason").asText();
    }

    @Test
    void noLineCanForgeAnEvent() throws IOException {
        String nasty = "50%\r100%\rid: 7\r\revent: end\rdata: {}\r\r";
        FedStream stream = newStream().stdout(nasty + "\n").stdout("\n").stdout(": x\n");
        for (String query : new String[] {"?follow=false", "?follow=false&batch=true"}) {
            String body = body(stream, query, SSE);
            assertThat(body).doesNotContain("\r");
            List<Event> events = Form.events(body);
            assertThat(events.getLast().type()).isEqualTo("end");
            assertThat(events.getLast().lastId()).isEqualTo(stream.stream().epoch() + "-2");
            assertThat(events).hasSize(query.contains("batch") ? 3 : 5);
        }
        List<Event> events = Form.events(body(stream, "?follow=false", SSE));
        assertThat(Objects.requireNonNull(events.get(1)).json().get("line").asText())
                .isEqualTo(nasty);
    }

    @Test
    void aQuietStreamSaysThatItIsThere() throws IOException {
        FedStream stream = newStream().numbers(0, 1);
        long start = System.nanoTime();
        try (HttpClient client = get(stream, "?origin=stderr", SSE)) {
            EventStream events = events(client);
            next(events);
            // Nothing that it wants to see comes, and yet its position moves on.
            int heartbeats = 3;
            for (int i = 0; i < heartbeats; i++) {
                stream.stdout("not for it\n");
                events.awaitComment();
            }
            // The load of the machine may only make it longer.
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isGreaterThanOrEqualTo(FaceProfile.HEARTBEAT.multipliedBy(heartbeats));
            stream.stderr("at last\n");
            Event event = next(events);
            assertThat(event.json().get("line").asText()).isEqualTo("at last");
        }
    }

    @Test
    void theHeartbeatCarriesThePositionPastWhatIsFiltered() throws IOException {
        FedStream stream = newStream();
        try (HttpClient client = get(stream, "?origin=stderr", SSE)) {
            EventStream events = events(client);
            next(events);
            stream.numbers(0, 5);
            events.awaitComment();
            events.awaitId();
            assertThat(events.lastId()).isEqualTo(stream.stream().epoch() + "-4");
        }
    }

    @Test
    void batchesAreTakenWholeUnderOneId() throws IOException {
        FedStream stream =
                newStream()
                        .event(new SourceEvent.Started(1, List.of("true")))
                        .numbers(0, 5)
                        .stderr("x\n")
                        .numbers(5, 7);
        List<Event> events =
                Form.events(body(stream, "?follow=false&batch=true&origin=stdout", SSE));
        assertThat(events)
                .extracting(Event::type)
                .containsExactly("hello", "state", "message", "end");
        Event batch = Objects.requireNonNull(events.get(2));
        assertThat(batch.lastId()).isEqualTo(stream.stream().epoch() + "-8");
        assertThat(batch.json().get("lines")).hasSize(7);
        assertThat(batch.json().get("lines").get(6).get("line").asText()).isEqualTo("6");
        assertThat(batch.json().get("lines").get(6).get("seq").asLong()).isEqualTo(8);
    }

    private static Event next(EventStream events) throws IOException {
        return Objects.requireNonNull(events.next());
    }
}
