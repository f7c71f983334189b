package dev.tailrace.face;

import static dev.tailrace.Waiting.outcome;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tailrace.face.WsClient.Frame;
import dev.tailrace.hub.FedStream;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/**
 * WebSockets of a gateway that stops, and what it says to others; one test, since there is nothing
 * after it. Quarkus takes the tests of a profile in the order of their names: this is the last one.
 */
@QuarkusTest
@TestProfile(TokensProfile.class)
class WsDrainTest extends TokenTest {
    private WsClient open() throws IOException {
        return WsClient.open(url(), 0, bearer(TokenFolder.ALL));
    }

    @Test
    void everyConnectionIsClosedAfterItsLastWholeMessage() throws IOException {
        FedStream one = newStream(Map.of("app", "drain")).numbers(0, 5);
        FedStream two = newStream(Map.of("app", "drain")).numbers(0, 5);
        try (WsClient several = open();
                WsClient selecting = open();
                WsClient paused = open();
                WsClient without = open()) {
            several.send(
                    "{'op':'subscribe','id':'a','stream':'%s'}".formatted(one.stream().name()));
            several.send(
                    "{'op':'subscribe','id':'b','stream':'%s'}".formatted(two.stream().name()));
            selecting.send("{'op':'subscribe','id':'all','select':'{app=\\'drain\\'}'}");
            paused.send(
                    "{'op':'subscribe','id':'p','stream':'%s','credit':0}"
                            .formatted(one.stream().name()));
            several.lines(10);
            selecting.lines(10);
            paused.next("hello");
            without.send("{'op':'ping'}");
            without.next("pong");
            CompletableFuture<Void> drained = CompletableFuture.runAsync(hub()::drain);
            assertThat(ends(several)).containsExactlyInAnyOrder("a drain", "b drain");
            assertThat(ends(selecting)).containsExactly("all drain", "all drain", "all drain");
            assertThat(ends(paused)).containsExactly("p drain");
            assertThat(ends(without)).isEmpty();
            outcome(drained);
            try (WsClient late = open()) {
                assertThat(ends(late)).isEmpty();
            }
            refusesWhatIsNew(one);
        }
    }

    private void refusesWhatIsNew(FedStream stream) throws IOException {
        for (String call : List.of("/log", "/search?grep=a", "/histogram", "/histogram?grep=a")) {
            String path = "/streams/" + stream.stream().name() + call;
            try (HttpClient late = HttpClient.get(url(), path, bearer(TokenFolder.ALL))) {
                assertThat(late.status()).as(call).isEqualTo(503);
                assertThat(late.header("Retry-After")).as(call).isNotEmpty();
                assertThat(late.text())
                        .as(call)
                        .contains("Nothing new is served now: the gateway stops.");
            }
        }
    }

    private static List<String> ends(WsClient client) throws IOException {
        List<JsonNode> messages = new ArrayList<>();
        Frame close = client.untilClosed(messages);
        assertThat(close.closeCode()).isEqualTo(1012);
        assertThat(close.closeReason()).isEqualTo("the gateway stops");
        return messages.stream()
                .filter(message -> message.get("op").asText().equals("end"))
                .map(message -> message.get("id").asText() + " " + message.get("reason").asText())
                .toList();
    }
}
