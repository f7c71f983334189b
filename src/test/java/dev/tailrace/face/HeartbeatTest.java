package dev.tailrace.face;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.hub.FedStream;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** How often a client hears of the gateway at least: that is told in whole seconds. */
@QuarkusTest
@TestProfile(LimitsProfile.class)
class HeartbeatTest extends LimitsTest {
    @Test
    void itIsToldToReadersOfEvents() throws IOException {
        FedStream stream = newStream();
        String name = stream.stream().name().value();
        for (String path : new String[] {path(stream), "/log?stream=" + name, "/streams"}) {
            try (HttpClient client = HttpClient.get(url(), path, Form.SSE.accept())) {
                EventStream.Event hello = Objects.requireNonNull(events(client).next());
                assertThat(hello.json().get("heartbeat").asLong())
                        .as(path)
                        .isEqualTo(LimitsProfile.HEARTBEAT.toSeconds());
            }
        }
    }

    @Test
    void thatOfAWebSocketIsItsPing() throws IOException {
        String name = newStream().stream().name().value();
        try (WsClient client = WsClient.open(url())) {
            client.send("{'op':'subscribe','id':'a','stream':'%s'}".formatted(name));
            assertThat(client.next("hello").get("heartbeat").asLong())
                    .isEqualTo(LimitsProfile.PING_INTERVAL.toSeconds());
        }
    }
}
