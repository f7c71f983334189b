package dev.tailrace.face;

import static dev.tailrace.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tailrace.hub.FedStream;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is answered when a limit is reached; here there may be two subscriptions. */
@QuarkusTest
@TestProfile(AdmissionTest.Profile.class)
class AdmissionTest extends FaceTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MAX = 2;

    @Inject @Nullable Admission admission;

    public static final class Profile extends FaceProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            Map<String, String> config = new HashMap<>(super.getConfigOverrides());
            config.put("tailrace.http.max-subscriptions", Integer.toString(MAX));
            config.put("quarkus.log.category.\"dev.tailrace.face.Admission\".level", "ERROR");
            return config;
        }
    }

    private HttpClient follow(FedStream stream) throws IOException {
        return get(stream, "?follow=true&from=first", Form.TEXT.accept());
    }

    private void awaitNobody() {
        await().until(() -> metric("tailrace_http_subscriptions") == 0);
    }

    @Test
    void anEventSourceIsToldToComeBackAndWhy() throws IOException {
        FedStream stream = newStream().numbers(0, 3);
        awaitNobody();
        try (HttpClient one = follow(stream);
                HttpClient two = follow(stream);
                HttpClient three = get(stream, "", Form.SSE.accept())) {
            assertThat(one.status()).isEqualTo(200);
            assertThat(two.status()).isEqualTo(200);
            assertThat(three.status()).isEqualTo(200);
            assertThat(three.header("Content-Type")).startsWith("text/event-stream");
            assertThat(three.header("Cache-Control")).isEqualTo("no-cache, no-transform");
            // That it is here at all says that it has ended.
            String[] lines = three.text().split("\n", -1);
            assertThat(lines[0]).isEqualTo(": tailrace");
            assertThat(lines[1]).startsWith("retry: ");
            assertThat(Integer.parseInt(lines[1].substring("retry: ".length())))
                    .isBetween(5000, 15_000);
            assertThat(lines[3])
                    .isEqualTo(
                            ": refused (subscriptions): there are as many subscriptions as may be"
                                    + " (tailrace.http.max-subscriptions is 2)");
            assertThat(lines).hasSize(6);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"TEXT", "NDJSON"})
    void otherClientsGet503AndWhenToComeBack(Form form) throws IOException {
        FedStream stream = newStream().numbers(0, 3);
        awaitNobody();
        try (HttpClient one = follow(stream);
                HttpClient two = follow(stream);
                HttpClient three = get(stream, "", form.accept())) {
            assertThat(one.status() + two.status()).isEqualTo(400);
            assertThat(three.status()).isEqualTo(503);
            assertThat(Integer.parseInt(three.header("Retry-After"))).isBetween(5, 15);
            assertThat(three.header("Content-Type")).startsWith(Problem.MEDIA_TYPE);
            JsonNode problem = JSON.readTree(three.text());
            assertThat(problem.get("status").asInt()).isEqualTo(503);
            assertThat(problem.get("limit").asText()).isEqualTo("tailrace.http.max-subscriptions");
            assertThat(problem.get("value").asText()).isEqualTo("2");
            assertThat(problem.get("detail").asText()).contains("as many subscriptions as may be");
        }
    }

    @Test
    void whatLooksAtTheGatewayIsNeverRefused() throws IOException {
        FedStream stream = newStream().numbers(0, 3);
        awaitNobody();
        try (HttpClient one = follow(stream);
                HttpClient two = follow(stream);
                HttpClient other = get(stream, "")) {
            assertThat(one.status() + two.status()).isEqualTo(400);
            assertThat(other.status()).isEqualTo(503);
            other.text();
            for (String path : new String[] {"/streams", "/q/health/ready", "/q/metrics", "/"}) {
                other.request("GET", path);
                assertThat(other.status()).as(path).isEqualTo(200);
                other.text();
            }
            other.request("HEAD", path(stream));
            assertThat(other.status()).isEqualTo(200);
        }
    }

    @Test
    void eachThatGoesMakesRoomForOne() throws IOException {
        FedStream stream = newStream().numbers(0, 3);
        awaitNobody();
        double refused = metric("tailrace_http_refused_total{reason=\"subscriptions\"}");
        assertThat(metric("tailrace_http_max_subscriptions")).isEqualTo(MAX);
        try (HttpClient one = follow(stream)) {
            HttpClient two = follow(stream);
            assertThat(metric("tailrace_http_subscriptions")).isEqualTo(2);
            try (HttpClient three = get(stream, "")) {
                assertThat(three.status()).isEqualTo(503);
            }
            two.close();
            await().until(() -> metric("tailrace_http_subscriptions") == 1);
            // However it ends: with all there is, with nothing to say, with an error.
            for (int i = 0; i < 3; i++) {
                assertThat(body(stream, "")).isEqualTo("0\n1\n2\n");
                try (HttpClient bad = get(stream, "?from=yesterday")) {
                    assertThat(bad.status()).isEqualTo(400);
                }
                String last = stream.stream().epoch() + "-2";
                try (HttpClient done =
                        get(stream, "?follow=false", Form.SSE.accept(), "Last-Event-ID: " + last)) {
                    assertThat(done.status()).isEqualTo(204);
                }
                await().until(() -> metric("tailrace_http_subscriptions") == 1);
            }
            assertThat(one.status()).isEqualTo(200);
        }
        assertThat(metric("tailrace_http_refused_total{reason=\"subscriptions\"}"))
                .isEqualTo(refused + 1);
    }

    @Test
    void aPermitCountsOnce() {
        awaitNobody();
        Admission.Permit permit = (Admission.Permit) Objects.requireNonNull(admission).ask();
        assertThat(metric("tailrace_http_subscriptions")).isEqualTo(1);
        permit.close();
        permit.close();
        assertThat(metric("tailrace_http_subscriptions")).isZero();
    }

    private double metric(String name) {
        return Metrics.of(url()).value(name);
    }
}
