package dev.tailrace.face;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tailrace.hub.FedStream;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is answered when there are as many subscriptions as may be. */
@QuarkusTest
@TestProfile(LimitsProfile.class)
class AdmissionTest extends LimitsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MAX = LimitsProfile.MAX_SUBSCRIPTIONS;

    private final List<HttpClient> followers = new ArrayList<>();

    @Inject @Nullable Admission admission;

    /** As many followers as may be. */
    private FedStream followedByAll() throws IOException {
        FedStream stream = newStream().numbers(0, 3);
        while (followers.size() < MAX) {
            HttpClient client = get(stream, "?follow=true&from=first", Form.TEXT.accept());
            followers.add(client);
            assertThat(client.status()).isEqualTo(200);
        }
        return stream;
    }

    @AfterEach
    void close() throws IOException {
        for (HttpClient follower : followers) {
            follower.close();
        }
    }

    private double subscriptions() {
        return gauge("tailrace.http.subscriptions");
    }

    private double refused() {
        return counter("tailrace.http.refused", "reason", "subscriptions");
    }

    @Test
    void anEventSourceIsToldToComeBackAndWhy() throws IOException {
        FedStream stream = followedByAll();
        try (HttpClient more = get(stream, "", Form.SSE.accept())) {
            assertThat(more.status()).isEqualTo(200);
            assertThat(more.header("Content-Type")).startsWith("text/event-stream");
            assertThat(more.header("Cache-Control")).isEqualTo("no-store, no-transform");
            // That it is here at all says that it has ended.
            String[] lines = more.text().split("\n", -1);
            assertThat(lines[0]).isEqualTo(": tailrace");
            assertThat(lines[1]).startsWith("retry: ");
            assertThat(Integer.parseInt(lines[1].substring("retry: ".length())))
                    .isBetween(5000, 15_000);
            assertThat(lines[3])
                    .isEqualTo(
                            ": refused (subscriptions): there are as many subscriptions as may be"
                                    + " (tailrace.http.max-subscriptions is "
                                    + MAX
                                    + ")");
            assertThat(lines).hasSize(6);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"TEXT", "NDJSON"})
    void otherClientsGet503AndWhenToComeBack(Form form) throws IOException {
        FedStream stream = followedByAll();
        try (HttpClient more = get(stream, "", form.accept())) {
            assertThat(more.status()).isEqualTo(503);
            assertThat(Integer.parseInt(more.header("Retry-After"))).isBetween(5, 15);
            assertThat(more.header("Content-Type")).startsWith(Problem.MEDIA_TYPE);
            JsonNode problem = JSON.readTree(more.text());
            assertThat(problem.get("status").asInt()).isEqualTo(503);
            assertThat(problem.get("limit").asText()).isEqualTo("tailrace.http.max-subscriptions");
            assertThat(problem.get("value").asInt()).isEqualTo(MAX);
            assertThat(problem.get("detail").asText()).contains("as many subscriptions as may be");
        }
    }

    @Test
    void aClientThatOnlyLooksAtTheGatewayIsNeverRefused() throws IOException {
        FedStream stream = followedByAll();
        try (HttpClient other = get(stream, "")) {
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
        double refused = refused();
        assertThat(gauge("tailrace.http.max.subscriptions")).isEqualTo(MAX);
        FedStream stream = followedByAll();
        assertThat(subscriptions()).isEqualTo(MAX);
        try (HttpClient more = get(stream, "")) {
            assertThat(more.status()).isEqualTo(503);
        }
        followers.removeLast().close();
        await().until(() -> subscriptions() == MAX - 1);
        // However it ends: with all there is, with nothing to say, with an error.
        for (int i = 0; i < 3; i++) {
            assertThat(body(stream, "")).isEqualTo("0\n1\n2\n");
            await().until(() -> subscriptions() == MAX - 1);
            try (HttpClient bad = get(stream, "?from=yesterday")) {
                assertThat(bad.status()).isEqualTo(400);
            }
            String last = stream.stream().epoch() + "-2";
            try (HttpClient done =
                    get(stream, "?follow=false", Form.SSE.accept(), "Last-Event-ID: " + last)) {
                assertThat(done.status()).isEqualTo(204);
            }
            await().until(() -> subscriptions() == MAX - 1);
        }
        assertThat(refused()).isEqualTo(refused + 1);
    }

    @Test
    void aPermitCountsOnce() {
        Admission.Permit permit = Objects.requireNonNull(admission).admit();
        assertThat(subscriptions()).isEqualTo(1);
        permit.close();
        permit.close();
        assertThat(subscriptions()).isZero();
    }
}
