package dev.tailrace.face;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tailrace.hub.FedStream;
import dev.tailrace.model.ExitStatus;
import dev.tailrace.model.SourceEvent;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** One run's part of a log, and the list of runs. */
@QuarkusTest
@TestProfile(FaceProfile.class)
class RunLogTest extends FaceTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String NDJSON = "Accept: application/x-ndjson";
    private static final String EVENTS = "Accept: text/event-stream";

    @Test
    void aRunIsReadFromItsFirstLineToItsLast() throws IOException {
        FedStream stream = threeRuns();
        assertThat(body(stream, "?run=1")).isEqualTo("a1\na2\n");
        assertThat(body(stream, "?run=2")).isEqualTo("b1\nb2\nb3\n");
        assertThat(body(stream, "?run=last")).isEqualTo("c1\n");
        assertThat(body(stream, "")).isEqualTo("a1\na2\nb1\nb2\nb3\nc1\n");
        assertThat(body(stream, "?run=1&origin=system", NDJSON))
                .contains("started", "exited")
                .doesNotContain("\"run\":2");
    }

    @Test
    void whatElseIsAskedForIsMeantWithinTheRun() throws IOException {
        FedStream stream = threeRuns();
        String epoch = stream.stream().epoch().value();
        assertThat(body(stream, "?run=2&tail=2")).isEqualTo("b2\nb3\n");
        assertThat(body(stream, "?run=2&tail=99")).isEqualTo("b1\nb2\nb3\n");
        assertThat(body(stream, "?run=2&limit=1")).isEqualTo("b1\n");
        assertThat(body(stream, "?run=2&grep=b[13]")).isEqualTo("b1\nb3\n");
        assertThat(body(stream, "?run=2&from=first")).isEqualTo("b1\nb2\nb3\n");
        assertThat(body(stream, "?run=2&from=now")).isEmpty();
        assertThat(body(stream, "?run=2&from=" + epoch + "-0")).isEqualTo("b1\nb2\nb3\n");
        assertThat(body(stream, "?run=2&from=" + epoch + "-5")).isEqualTo("b2\nb3\n");
        assertThat(body(stream, "?run=1&from=" + epoch + "-9")).isEmpty();
        assertThat(body(stream, "?run=2&since=1h")).isEqualTo("b1\nb2\nb3\n");
        assertThat(body(stream, "?run=2&until=1h")).isEmpty();
    }

    @Test
    void aRunAndARangeOfRecordsAreRefusedByName() throws IOException {
        FedStream stream = threeRuns();
        assertThat(body(stream, "?run=2&seq=0-1")).contains("'seq'", "but there is run");
    }

    @Test
    void whoFollowsARunThatIsOverEndsWithIt() throws IOException {
        FedStream stream = threeRuns();
        assertThat(body(stream, "?run=2&follow=true&batch", NDJSON))
                .contains("\"line\":\"b3\"")
                .doesNotContain("\"line\":\"a", "\"line\":\"c")
                .endsWith("{\"end\":{\"reason\":\"run\"}}\n");
    }

    @Test
    void whoFollowsARunThatGoesOnEndsWhenItDoesThoughTheStreamGoesOn() throws IOException {
        FedStream stream = threeRuns();
        try (HttpClient client = get(stream, "?run=last&follow=true", NDJSON)) {
            String first = "{\"seq\":" + (stream.stream().next() - 1) + ",";
            stream.stdout("c2\n").event(again(1)).event(started(4)).stdout("d1\n");
            assertThat(client.text())
                    .contains(first, "\"line\":\"c1\"", "\"line\":\"c2\"", "\"exited\"")
                    .doesNotContain("d1")
                    .endsWith("{\"end\":{\"reason\":\"run\"}}\n");
        }
    }

    @Test
    void aBrowserThatHasAllOfARunIsToldToStop() throws IOException {
        FedStream stream = threeRuns();
        String last = stream.stream().epoch().value() + "-8";
        try (HttpClient client = get(stream, "?run=2", EVENTS, "Last-Event-ID: " + last)) {
            assertThat(client.status()).isEqualTo(204);
        }
        try (HttpClient client = get(stream, "?run=3", EVENTS, "Last-Event-ID: " + last)) {
            assertThat(client.status()).isEqualTo(200);
        }
    }

    @Test
    void aStreamIsWaitedForWhileItsCommandIs() throws IOException {
        FedStream stream = newStream().event(started(1)).stdout("a\n");
        try (HttpClient client = get(stream, "?follow=true&from=first")) {
            assertThat(HttpClient.text(client.body(), 2)).isEqualTo("a\n");
            stream.event(again(1));
            assertThat(stream.stream().life().state().text()).isEqualTo("backoff");
            stream.event(started(2)).stdout("b\n");
            assertThat(HttpClient.text(client.body(), 2)).isEqualTo("b\n");
        }
        assertThat(body(stream, "?origin=system", NDJSON))
                .contains("\"state\":\"exited\",\"run\":1,\"code\":1,\"backoff\":4");
    }

    @Test
    void aRunThatIsNotOnRecordIsNotFoundAndThoseThatAreAreNamed() throws IOException {
        FedStream stream = threeRuns();
        String name = stream.stream().name().value();
        refused(
                stream,
                "?run=7",
                404,
                "There is no run 7 of stream '" + name + "'; it has runs 1 to 3.");
        refused(newStream(), "?run=last", 404, "it has no run on record.");
        String accepted = "; accepted is a run's number, or last.";
        refused(stream, "?run=0", 400, "The parameter 'run' has the value '0'" + accepted);
        refused(stream, "?run=first", 400, "The parameter 'run' has the value 'first'" + accepted);
        try (HttpClient client = HttpClient.get(url(), "/log?stream=" + name + "&run=1")) {
            assertThat(client.status()).isEqualTo(400);
        }
    }

    private void refused(FedStream stream, String query, int status, String detail)
            throws IOException {
        try (HttpClient client = get(stream, query)) {
            assertThat(client.status()).isEqualTo(status);
            assertThat(client.text()).contains(detail);
        }
    }

    @Test
    void theRunsAreListed() throws IOException {
        FedStream stream = threeRuns();
        try (HttpClient client = HttpClient.get(url(), runs(stream))) {
            JsonNode runs = JSON.readTree(client.text());
            assertThat(runs).hasSize(3);
            assertThat(runs.get(1).get("run").asInt()).isEqualTo(2);
            assertThat(runs.get(1).get("code").asInt()).isEqualTo(1);
            assertThat(runs.get(1).get("first").asLong()).isEqualTo(4);
            assertThat(runs.get(1).get("last").asLong()).isEqualTo(8);
            assertThat(runs.get(1).get("pid").asLong()).isEqualTo(2);
            assertThat(runs.get(2).has("ended")).isFalse();
        }
        try (HttpClient client = HttpClient.get(url(), "/streams/none/runs")) {
            assertThat(client.status()).isEqualTo(404);
        }
    }

    private static String runs(FedStream stream) {
        return "/streams/" + stream.stream().name() + "/runs";
    }

    /** Records 0 to 3, 4 to 8, and from 9 on. */
    private FedStream threeRuns() {
        return newStream()
                .event(started(1))
                .stdout("a1\na2\n")
                .event(again(0))
                .event(started(2))
                .stdout("b1\nb2\nb3\n")
                .event(again(1))
                .event(started(3))
                .stdout("c1\n");
    }

    private static SourceEvent started(int pid) {
        return new SourceEvent.Started(pid, List.of("true"));
    }

    private static SourceEvent again(int code) {
        return new SourceEvent.Exited(new ExitStatus(code, 0), Optional.of(Duration.ofSeconds(4)));
    }
}
