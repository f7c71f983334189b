package dev.tailrace.face;

import static dev.tailrace.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tailrace.hub.FedStream;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.EOFException;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Here there may be two connections. */
@QuarkusTest
@TestProfile(ConnectionLimitTest.Profile.class)
class ConnectionLimitTest extends FaceTest {
    public static final class Profile extends FaceProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            Map<String, String> config = new HashMap<>(super.getConfigOverrides());
            config.put("tailrace.http.max-connections", "2");
            return config;
        }
    }

    @Test
    void aConnectionTooManyIsClosedAtOnceSoThatABrowserComesBack() throws IOException {
        FedStream stream = newStream().numbers(0, 3);
        try (HttpClient one = get(stream, "?follow=true")) {
            HttpClient two = get(stream, "?follow=true");
            assertThat(one.status() + two.status()).isEqualTo(400);
            assertThatThrownBy(() -> get(stream, "")).isInstanceOf(IOException.class);
            two.close();
            await().ignoreException(EOFException.class)
                    .ignoreExceptionsInstanceOf(IOException.class)
                    .until(() -> body(stream, "").equals("0\n1\n2\n"));
            await().ignoreExceptions()
                    .untilAsserted(() -> {
                        try (HttpClient metrics = HttpClient.get(url(), "/q/metrics")) {
                            assertThat(metrics.text())
                                    .contains("vertx_http_connections_max 2.0")
                                    .contains("vertx_http_connections_current 2.0")
                                    .containsPattern("vertx_http_connections_rejected_total [1-9]");
                        }
                    });
        }
    }
}
