package dev.tailrace.face;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tailrace.hub.stream.LogStream;
import dev.tailrace.model.StreamName;
import dev.tailrace.model.StreamState;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Commands that requests start and stop, each test its own. */
@QuarkusTest
@TestProfile(FaceProfile.class)
class ControlTest extends FaceTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void aBatchJobIsRunAgainAndItsOutputIsThatOfItsRun() throws IOException {
        LogStream batch = stream("batch");
        await().until(() ->
                batch.life().state() == StreamState.ENDED
                        && batch.life().runs().list().size() == 1);
        JsonNode begun = post("batch", 201);
        assertThat(begun.get("run").asInt()).isEqualTo(2);
        await().until(() -> batch.life().state() == StreamState.ENDED);
        try (HttpClient client = HttpClient.get(url(), "/streams/batch/log?run=2")) {
            assertThat(client.text()).isEqualTo("batch\n");
        }
        assertThat(batch.life().runs().list().getLast().code()).isEqualTo(3);
        assertThat(delete("batch", 409).get("detail").asText())
                .isEqualTo("The command does not run.");
    }

    @Test
    void aServiceIsStoppedAndStarted() throws IOException {
        stopAndStart("service");
    }

    @Test
    void oneThatOutlivesTheGatewayIsStoppedByARequestAllTheSame() throws IOException {
        stopAndStart("held");
    }

    @Test
    void aStreamSaysThatItsCommandMayBeControlled() throws IOException {
        try (HttpClient client = HttpClient.get(url(), "/streams/batch")) {
            assertThat(JSON.readTree(client.text()).get("may").toString())
                    .isEqualTo("[\"control\",\"mark\"]");
        }
    }

    private void stopAndStart(String name) throws IOException {
        LogStream stream = stream(name);
        await().until(() -> stream.next() >= 2);
        assertThat(post(name, 409).get("detail").asText()).isEqualTo("The command runs already.");
        JsonNode ended = delete(name, 200);
        assertThat(ended.get("run").asInt()).isEqualTo(1);
        assertThat(ended.get("signal").asInt()).isEqualTo(15);
        assertThat(stream.life().state()).isEqualTo(StreamState.ENDED);
        assertThat(post(name, 201).get("run").asInt()).isEqualTo(2);
        assertThat(stream.life().state()).isEqualTo(StreamState.RUNNING);
        delete(name, 200);
    }

    @Test
    void oneThatWaitsIsStartedAtOnceOrNotAtAll() throws IOException {
        LogStream broken = stream("broken");
        await().until(() -> broken.life().runs().list().size() >= 3);
        int last = broken.life().runs().list().getLast().run();
        int run = startedWhileItWaits(broken);
        assertThat(run).isGreaterThan(last);
        await().until(() -> broken.life().state() == StreamState.BACKOFF);
        assertThat(delete("broken", 200).get("run").asInt()).isEqualTo(run);
        assertThat(broken.life().state()).isEqualTo(StreamState.ENDED);
    }

    /** If its wait ends just before the request, the command runs, and the next wait is longer. */
    private int startedWhileItWaits(LogStream stream) {
        Answer started =
                await().until(
                                () -> {
                                    await().until(() ->
                                            stream.life().state() == StreamState.BACKOFF);
                                    return ask("POST", runs(stream.name().value()));
                                },
                                answer -> answer.status() != 409);
        assertThat(started.status()).as(started.body().toString()).isEqualTo(201);
        return started.body().get("run").asInt();
    }

    @Test
    void aPageOfAnotherOriginStartsAndStopsNothing() throws IOException {
        try (HttpClient client = HttpClient.get(url(), "/streams/batch/runs")) {
            client.text();
            String[] foreign = {"Origin: http://example.org", "Content-Length: 0"};
            client.request("POST", "/streams/batch/runs", foreign);
            assertThat(client.status()).isEqualTo(403);
            assertThat(client.text()).contains("Pages of other origins are not let in");
            client.request("DELETE", "/streams/batch/runs/current", foreign);
            assertThat(client.status()).isEqualTo(403);
            client.text();
            client.request("DELETE", "/streams/gapped/runs/current", "Origin: http://localhost");
            assertThat(client.status()).isEqualTo(409);
        }
    }

    @Test
    void aStreamWithoutACommandHasNoneToStart() throws IOException {
        assertThat(post(GatewayFolder.GAPPED, 409).get("detail").asText())
                .isEqualTo("The configuration has no command for this stream.");
        assertThat(post("none", 404).get("stream").asText()).isEqualTo("none");
    }

    private JsonNode post(String stream, int status) throws IOException {
        return request("POST", runs(stream), status);
    }

    private JsonNode delete(String stream, int status) throws IOException {
        return request("DELETE", runs(stream) + "/current", status);
    }

    private static String runs(String stream) {
        return "/streams/" + stream + "/runs";
    }

    private JsonNode request(String method, String path, int status) throws IOException {
        Answer answer = ask(method, path);
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(status);
        return answer.body();
    }

    private record Answer(int status, JsonNode body) {}

    private Answer ask(String method, String path) throws IOException {
        try (HttpClient client = HttpClient.get(url(), "/streams/batch")) {
            client.text();
            client.request(method, path, "Content-Length: 0");
            return new Answer(client.status(), JSON.readTree(client.text()));
        }
    }

    private LogStream stream(String name) {
        return hub().streams().find(new StreamName(name)).orElseThrow();
    }
}
