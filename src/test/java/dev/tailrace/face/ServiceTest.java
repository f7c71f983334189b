package dev.tailrace.face;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tailrace.hub.FedStream;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every Quarkus service has: its description, its health, its metrics. */
@QuarkusTest
@TestProfile(FaceProfile.class)
class ServiceTest extends FaceTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void theDescriptionNamesEveryCallAndParameter() throws IOException {
        JsonNode api = JSON.readTree(body("/q/openapi?format=json"));
        assertThat(api.at("/info/title").asText()).isEqualTo("Tailrace");
        assertThat(api.at("/info/description").asText()).isNotBlank();
        assertThat(api.at("/info/version").asText()).matches("\\d+\\.\\d+\\.\\d+.*");
        assertThat(api.get("paths").fieldNames())
                .toIterable()
                .contains(
                        "/streams",
                        "/streams/{name}",
                        "/streams/{name}/lines",
                        "/streams/{name}/log",
                        "/streams/{name}/runs",
                        "/streams/{name}/runs/current",
                        "/tickets",
                        "/ws");
        assertThat(parameters(api, "/streams")).containsExactly("query select");
        assertThat(parameters(api, "/streams/{name}")).containsExactly("path name");
        assertThat(api.at("/paths/~1streams~1{name}/delete/parameters"))
                .extracting(parameter -> parameter.get("name").asText())
                .containsExactlyInAnyOrder("name", "before", "dry-run", "force");
        assertThat(parameters(api, "/streams/{name}/log"))
                .containsExactlyInAnyOrder(
                        "path name",
                        "query follow",
                        "query from",
                        "query tail",
                        "query since",
                        "query until",
                        "query limit",
                        "query origin",
                        "query grep",
                        "query invert",
                        "query level",
                        "query fields",
                        "query timestamps",
                        "query gaps",
                        "query overflow",
                        "query batch",
                        "query run",
                        "query seq",
                        "query order",
                        "query ticket",
                        "query last_event_id",
                        "query lastEventId",
                        "header Last-Event-ID");
    }

    private static List<String> parameters(JsonNode api, String path) {
        List<String> parameters = new ArrayList<>();
        JsonNode get = api.get("paths").get(path).get("get");
        assertThat(get.get("summary").asText()).isNotBlank();
        for (JsonNode parameter : get.get("parameters")) {
            assertThat(parameter.path("description").asText())
                    .as(parameter.toString())
                    .isNotBlank();
            parameters.add(parameter.get("in").asText() + " " + parameter.get("name").asText());
        }
        return parameters;
    }

    @Test
    void theDescriptionSaysWhatEachStatusMeans() throws IOException {
        JsonNode paths = JSON.readTree(body("/q/openapi?format=json")).get("paths");
        JsonNode log = paths.at("/~1streams~1{name}~1log/get/responses");
        assertThat(log.fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder(
                        "200", "204", "400", "401", "403", "404", "406", "421", "429", "503");
        assertThat(log.at("/200/content").fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder(
                        "text/plain", "application/x-ndjson", "text/event-stream");
        assertThat(log.at("/400/content").get(Problem.MEDIA_TYPE).at("/schema/$ref").asText())
                .isEqualTo("#/components/schemas/Problem");
        assertThat(paths.at("/~1ws/get/responses").fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("101", "400", "401", "403", "421", "426", "429");
        assertThat(paths.at("/~1streams/get/responses").fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("200", "400", "401", "403", "406", "421", "429", "503");
        assertThat(paths.at("/~1streams~1{name}/get/responses").fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("200", "400", "401", "403", "404", "421", "429");
    }

    @Test
    void theGatewayIsReady() throws IOException {
        JsonNode health = JSON.readTree(body("/q/health/ready"));
        assertThat(health.get("status").asText()).isEqualTo("UP");
    }

    @Test
    void metricsAgreeWithWhatWasDelivered() throws IOException {
        FedStream stream = newStream().numbers(0, 40).stderr("a\nb\n");
        for (Form form : Form.values()) {
            String face = face(form);
            String complete =
                    "tailrace_subscriptions_ended_total{" + face + ",reason=\"complete\"}";
            Metrics before = Metrics.of(url());
            body(stream, "?follow=false&origin=stdout&grep=1", form.accept());
            Metrics after = Metrics.of(url());
            // 1, 10 to 19, 21 and 31 are shown, the other 29 are not.
            String delivered = "tailrace_delivered_lines_total{" + face + "}";
            assertThat(after.value(delivered)).isEqualTo(before.value(delivered) + 13);
            String filtered = "tailrace_filtered_lines_total{" + face + "}";
            assertThat(after.value(filtered)).isEqualTo(before.value(filtered) + 29);
            assertThat(after.value(complete)).isEqualTo(before.value(complete) + 1);
        }
    }

    @Test
    void metricsCountWhatWasDeclaredLost() throws IOException {
        String epoch =
                JSON.readTree(body("/streams/" + GatewayFolder.GAPPED)).get("epoch").asText();
        for (Form form : Form.values()) {
            String lines = "tailrace_gap_lines_total{" + face(form) + ",reason=\"retention\"}";
            double lost = Metrics.of(url()).value(lines);
            given().baseUri(url().toString())
                    .header("Accept", form.mediaType)
                    .get(
                            "/streams/"
                                    + GatewayFolder.GAPPED
                                    + "/log?follow=false&from="
                                    + epoch
                                    + "-3")
                    .then()
                    .statusCode(200);
            assertThat(Metrics.of(url()).value(lines))
                    .isEqualTo(lost + GatewayFolder.FIRST_KEPT - 4);
        }
    }

    @Test
    void metricsShowHowFarAStreamIsWrittenAndDurableAndItsBounds() {
        FedStream stream = newStream().numbers(0, 40);
        String labels = "{stream=\"" + stream.stream().name() + "\"}";
        Metrics metrics =
                await().until(
                                () -> Metrics.of(url()),
                                now ->
                                        now.value("tailrace_log_written" + labels) == 40
                                                && now.value("tailrace_log_durable" + labels)
                                                        == 40);
        assertThat(metrics.value("tailrace_log_first" + labels)).isZero();
        assertThat(metrics.value("tailrace_log_bytes" + labels))
                .isEqualTo((double) stream.stream().bytes());
        assertThat(metrics.value("tailrace_log_max_bytes" + labels)).isEqualTo(1L << 30);
        assertThat(metrics.value("tailrace_tail_bytes" + labels))
                .isEqualTo((double) stream.stream().log().recent().heldBytes())
                .isLessThan(metrics.value("tailrace_tail_max_bytes" + labels));
        assertThat(metrics.value("tailrace_log_deleted_open_bytes" + labels)).isZero();
        assertThat(metrics.value("tailrace_log_failing" + labels)).isZero();
        String lost = labels.replace("{", "{reason=\"disk-full\",");
        assertThat(metrics.value("tailrace_log_lost_lines_total" + lost)).isZero();
    }

    private static String face(Form form) {
        return "face=\"" + form.name().toLowerCase(java.util.Locale.ROOT) + "\"";
    }

    private String body(String path) {
        return given().baseUri(url().toString())
                .get(path)
                .then()
                .statusCode(200)
                .extract()
                .asString();
    }

    /** Its clients are others than this machine's users. */
    @Test
    void whatAProxyPassesOnIsRefusedWithoutTokens() throws IOException {
        try (Said said = new Said()) {
            for (String header :
                    List.of("Forwarded: for=192.0.2.1", "X-Forwarded-For: 192.0.2.1")) {
                try (HttpClient client = HttpClient.get(url(), "/streams", header)) {
                    assertThat(client.status()).isEqualTo(403);
                    assertThat(client.text()).contains("tailrace.auth.mode=token");
                    client.request("GET", "/q/health/live", header);
                    assertThat(client.status()).isEqualTo(200);
                }
            }
            assertThat(said.lines()).isEmpty();
        }
    }
}
