package dev.tailrace.face;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tailrace.hub.FedStream;
import dev.tailrace.model.ExitStatus;
import dev.tailrace.model.SourceEvent;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(FaceProfile.class)
class StreamsTest extends FaceTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void aStreamSaysAllThatIsToKnow() throws IOException {
        Instant before = Instant.now();
        FedStream stream =
                newStream(Map.of("app", "web", "env", "prod"))
                        .event(new SourceEvent.Started(1, List.of("true")))
                        .stdout("a\nb\n");
        try (HttpClient client = get(stream, "?follow=true")) {
            JsonNode one = one(stream);
            assertThat(one.fieldNames())
                    .toIterable()
                    .containsExactly(
                            "name",
                            "labels",
                            "source",
                            "state",
                            "epoch",
                            "first",
                            "next",
                            "written",
                            "durable",
                            "bytes",
                            "firstTime",
                            "lastTime",
                            "linesPerSecond",
                            "run",
                            "subscribers",
                            "runs",
                            "may");
            assertThat(one.get("name").asText()).isEqualTo(stream.stream().name().value());
            assertThat(one.get("labels").toString())
                    .isEqualTo("{\"app\":\"web\",\"env\":\"prod\"}");
            assertThat(one.get("source").asText()).isEqualTo("test");
            assertThat(one.get("state").asText()).isEqualTo("running");
            assertThat(one.get("epoch").asText()).isEqualTo(stream.stream().epoch().value());
            assertThat(one.get("first").asLong()).isZero();
            assertThat(one.get("next").asLong()).isEqualTo(3);
            assertThat(one.get("bytes").asLong()).isEqualTo(stream.stream().bytes()).isPositive();
            assertThat(Instant.parse(one.get("lastTime").asText()))
                    .isBetween(before.minusMillis(1), Instant.now());
            assertThat(Instant.parse(one.get("firstTime").asText()))
                    .isBetween(before.minusMillis(1), Instant.parse(one.get("lastTime").asText()));
            assertThat(one.get("linesPerSecond").asDouble()).isPositive();
            assertThat(one.get("run")).isEqualTo(one.get("runs").get(0));
            assertThat(one.get("subscribers").asInt()).isEqualTo(1);
            // It has no command to be started.
            assertThat(one.get("may").toString()).isEqualTo("[\"mark\"]");
            assertThat(client.status()).isEqualTo(200);
        }
    }

    @Test
    void aStreamListsItsRuns() throws IOException {
        FedStream stream =
                newStream()
                        .event(new SourceEvent.Started(1, List.of("true")))
                        .stdout("a\n")
                        .event(new SourceEvent.Exited(new ExitStatus(0, 15)))
                        .event(new SourceEvent.Started(2, List.of("true")));
        JsonNode runs = one(stream).get("runs");
        assertThat(runs).hasSize(2);
        assertThat(runs.get(0).fieldNames())
                .toIterable()
                .containsExactly(
                        "run", "started", "ended", "code", "signal", "first", "last", "pid");
        assertThat(runs.get(0).get("code").asInt()).isEqualTo(143);
        assertThat(runs.get(0).get("signal").asInt()).isEqualTo(15);
        assertThat(runs.get(0).get("last").asLong()).isEqualTo(2);
        Instant started = Instant.parse(runs.get(0).get("started").asText());
        assertThat(Instant.parse(runs.get(0).get("ended").asText()))
                .isBetween(started, Instant.now());
        assertThat(runs.get(1).fieldNames())
                .toIterable()
                .containsExactly("run", "started", "first", "pid");
    }

    @Test
    void theListHasTheNewestRunOfEachStream() throws IOException {
        FedStream stream =
                newStream()
                        .event(new SourceEvent.Started(1, List.of("true")))
                        .event(new SourceEvent.Exited(new ExitStatus(3, 0)));
        JsonNode run = inList(stream).get("run");
        assertThat(run.get("run").asInt()).isEqualTo(1);
        assertThat(run.get("code").asInt()).isEqualTo(3);
        assertThat(inList(newStream()).has("run")).isFalse();
        assertThat(one(stream).has("run")).isFalse();
    }

    @Test
    void aStreamThatHasNothingYetHasNoTime() throws IOException {
        assertThat(one(newStream()).has("lastTime")).isFalse();
    }

    @Test
    void historyAloneIsListedToo() throws IOException {
        JsonNode gapped = JSON.readTree(body("/streams/" + GatewayFolder.GAPPED));
        assertThat(gapped.get("source").asText()).isEqualTo("none");
        assertThat(gapped.get("state").asText()).isEqualTo("ended");
        assertThat(gapped.get("first").asInt()).isEqualTo(GatewayFolder.FIRST_KEPT);
        assertThat(gapped.get("next").asInt()).isEqualTo(GatewayFolder.GAPPED_RECORDS);
    }

    @Test
    void theListIsSortedAndHasNoRuns() throws IOException {
        newStream();
        JsonNode list = JSON.readTree(body("/streams"));
        List<String> names = new ArrayList<>();
        list.forEach(stream -> names.add(stream.get("name").asText()));
        assertThat(names).isSorted().contains(GatewayFolder.GAPPED).doesNotHaveDuplicates();
        assertThat(list).noneMatch(stream -> stream.has("runs") || stream.has("may"));
    }

    @Test
    void streamsArePickedByTheirLabels() throws IOException {
        String a = newStream(Map.of("chosen", "a", "env", "prod")).stream().name().value();
        String b = newStream(Map.of("chosen", "b", "env", "prod")).stream().name().value();
        assertThat(picked("{chosen=\"a\"}")).containsExactly(a);
        assertThat(picked("{chosen=~\"a|b\"}")).containsExactlyInAnyOrder(a, b);
        assertThat(picked("{chosen=~\".+\", chosen!=\"a\"}")).containsExactly(b);
        assertThat(picked("{chosen!~\".*\"}")).isEmpty();
        assertThat(picked("{chosen=\"nobody\"}")).isEmpty();
        assertThat(picked("{}")).contains(a, b, GatewayFolder.GAPPED);
    }

    private List<String> picked(String select) throws IOException {
        String body =
                given().baseUri(url().toString())
                        .queryParam("select", select)
                        .get("/streams")
                        .then()
                        .statusCode(200)
                        .contentType(ContentType.JSON)
                        .extract()
                        .asString();
        List<String> names = new ArrayList<>();
        JSON.readTree(body).forEach(stream -> names.add(stream.get("name").asText()));
        return names;
    }

    private JsonNode one(FedStream stream) throws IOException {
        return JSON.readTree(body("/streams/" + stream.stream().name()));
    }

    private JsonNode inList(FedStream stream) throws IOException {
        for (JsonNode each : JSON.readTree(body("/streams"))) {
            if (each.get("name").asText().equals(stream.stream().name().value())) {
                return each;
            }
        }
        throw new AssertionError("not in the list");
    }

    private String body(String path) {
        return given().baseUri(url().toString())
                .get(path)
                .then()
                .statusCode(200)
                .contentType(ContentType.JSON)
                .extract()
                .asString();
    }
}
