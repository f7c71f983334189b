package dev.tailrace.face;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tailrace.hub.FedStream;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.net.URLEncoder;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The patterns of all readers have one room: beyond it readers without one are still served. */
@QuarkusTest
@TestProfile(LimitsProfile.class)
class PatternRoomTest extends LimitsTest {
    /** Two of them fit. */
    private static final String FORTY = "x{38}";

    private static final String SELECTOR = "{room=\"full\",a!~\"" + FORTY + "\"}";

    @Test
    void beyondItOneWithAPatternIsRefusedUntilAnotherIsGone() throws IOException {
        FedStream stream = newStream(Map.of("room", "full")).stdout("line\n");
        String query = "?follow=true&from=first&invert=true&grep=" + FORTY;
        double before = counter("tailrace.http.refused", "reason", "patterns");
        try (HttpClient first = get(stream, query);
                WsClient ws = WsClient.open(url())) {
            assertThat(HttpClient.text(first.body(), 5)).isEqualTo("line\n");
            ws.send(subscribe("a"));
            ws.next("hello");
            assertThat(gauge("tailrace.http.pattern.bytes"))
                    .isBetween(8000.0, gauge("tailrace.http.max.pattern.bytes"));
            try (HttpClient third = get(stream, query)) {
                assertThat(third.status()).isEqualTo(503);
                assertThat(third.header("Retry-After")).isNotBlank();
                assertThat(third.text()).contains("tailrace.http.max-pattern-bytes is 9000");
            }
            ws.send(subscribe("b"));
            JsonNode error = ws.next("error");
            assertThat(error.get("reason").asText()).isEqualTo("refused");
            assertThat(error.get("parameter").asText())
                    .isEqualTo("tailrace.http.max-pattern-bytes");
            try (HttpClient list = list()) {
                assertThat(list.status()).isEqualTo(503);
            }
            assertThat(body(stream, "")).isEqualTo("line\n");
            assertThat(counter("tailrace.http.refused", "reason", "patterns"))
                    .isEqualTo(before + 3);
            ws.send("{'op':'unsubscribe','id':'a'}");
            ws.next("end");
            try (HttpClient list = list()) {
                assertThat(list.status()).isEqualTo(200);
            }
        }
        await().until(() -> gauge("tailrace.http.pattern.bytes") == 0);
    }

    private HttpClient list() throws IOException {
        String call = "/streams?select=" + URLEncoder.encode(SELECTOR, UTF_8);
        return HttpClient.get(url(), call, "Accept: text/event-stream");
    }

    private static String subscribe(String id) {
        return "{'op':'subscribe','id':'%s','from':'now','select':'%s'}"
                .formatted(id, SELECTOR.replace("\"", "\\'"));
    }
}
