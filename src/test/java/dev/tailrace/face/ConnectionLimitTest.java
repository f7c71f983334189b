package dev.tailrace.face;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tailrace.hub.FedStream;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What comes when there are as many connections as there may be. */
@QuarkusTest
@TestProfile(LimitsProfile.class)
class ConnectionLimitTest extends LimitsTest {
    @Test
    void aConnectionTooManyIsClosedAtOnceSoThatABrowserComesBack() throws IOException {
        FedStream stream = newStream().numbers(0, 3);
        List<HttpClient> clients = new ArrayList<>();
        try {
            for (int i = 0; i < LimitsProfile.MAX_SUBSCRIPTIONS; i++) {
                clients.add(get(stream, "?follow=true"));
            }
            while (clients.size() < LimitsProfile.MAX_CONNECTIONS) {
                HttpClient idle = HttpClient.get(url(), "/streams");
                idle.text();
                clients.add(idle);
            }
            assertThat(clients).allMatch(client -> client.status() == 200);
            assertThatThrownBy(() -> get(stream, "")).isInstanceOf(IOException.class);
            // From a connection that is there: one more would be closed.
            HttpClient last = clients.getLast();
            last.request("GET", "/q/metrics");
            assertThat(last.text())
                    .contains("vertx_http_connections_max " + 1.0 * LimitsProfile.MAX_CONNECTIONS)
                    .contains(
                            "vertx_http_connections_current " + 1.0 * LimitsProfile.MAX_CONNECTIONS)
                    .containsPattern("vertx_http_connections_rejected_total [1-9]");
            // One of the followers goes, and another comes in its place.
            clients.removeFirst().close();
            await().ignoreExceptionsInstanceOf(IOException.class)
                    .until(() -> body(stream, "").equals("0\n1\n2\n"));
        } finally {
            for (Closeable client : clients) {
                client.close();
            }
        }
    }
}
