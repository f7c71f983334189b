package dev.tailrace.face;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.hub.FedStream;
import dev.tailrace.model.Origin;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(FaceProfile.class)
class TextTest extends FaceTest {
    @Test
    void textIsTheProducersBytes() throws IOException {
        long seed = 99;
        Random random = new Random(seed);
        FedStream stream = newStream();
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        for (int i = 0; i < 200; i++) {
            byte[] bytes = new byte[random.nextInt(1, 5000)];
            random.nextBytes(bytes);
            sent.writeBytes(bytes);
            stream.bytes(Origin.STDOUT, bytes);
        }
        stream.end();
        try (HttpClient client = get(stream, "")) {
            assertThat(new String(client.body().readAllBytes(), ISO_8859_1))
                    .as("seed %d", seed)
                    .isEqualTo(sent.toString(ISO_8859_1));
        }
    }

    @Test
    void theGatewaysOwnRecordsAreNoText() throws IOException {
        assertThat(body(newStream().stdout("a\n").end(), "")).isEqualTo("a\n");
    }

    @Test
    void eachLineMayBeginWithItsTime() throws IOException {
        FedStream stream = newStream().stdout("one\n").stderr("par").stderr("ts\n\n");
        List<String> lines = body(stream, "?timestamps=true").lines().toList();
        assertThat(lines).hasSize(3);
        String time = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{9}Z ";
        assertThat(lines.get(0)).matches(time + "one");
        assertThat(lines.get(1)).matches(time + "parts");
        assertThat(lines.get(2)).matches(time);
        assertThat(body(stream, "?timestamps=false")).isEqualTo("one\nparts\n\n");
    }

    @Test
    void aNoticeStandsOnALineOfItsOwnOrNotAtAll() throws IOException {
        String path = "/streams/" + GatewayFolder.GAPPED + "/log";
        String gap = "?from=" + epoch() + "-0&limit=1";
        try (HttpClient client = HttpClient.get(url(), path + gap)) {
            assertThat(client.text()).isEqualTo("--- gap: 23 lines lost (retention) ---\n24\n");
        }
        try (HttpClient client = HttpClient.get(url(), path + gap + "&gaps=false")) {
            assertThat(client.text()).isEqualTo("24\n");
        }
        String one = "?from=" + epoch() + "-22&limit=1";
        try (HttpClient client = HttpClient.get(url(), path + one)) {
            assertThat(client.text()).isEqualTo("--- gap: 1 line lost (retention) ---\n24\n");
        }
    }

    @Test
    void jsonFormatsDeclareAGapWithItsRange() throws IOException {
        String path =
                "/streams/" + GatewayFolder.GAPPED + "/log?follow=false&from=" + epoch() + "-4";
        String gap = "{\"from\":5,\"to\":23,\"lines\":19,\"reason\":\"retention\"}";
        try (HttpClient client = HttpClient.get(url(), path, Form.NDJSON.accept())) {
            String body = client.text();
            assertThat(body).startsWith("{\"gap\":" + gap + "}\n{\"seq\":24,");
            assertThat(body.lines()).hasSize(1 + GatewayFolder.GAPPED_RECORDS - 24);
        }
        try (HttpClient client = HttpClient.get(url(), path, Form.SSE.accept())) {
            List<EventStream.Event> events = events(client).rest();
            EventStream.Event event = events.get(1);
            assertThat(event.type()).isEqualTo("gap");
            assertThat(event.data()).isEqualTo(gap);
            assertThat(event.lastId()).isEqualTo(epoch() + "-23");
            assertThat(events).hasSize(3 + GatewayFolder.GAPPED_RECORDS - 24);
        }
    }

    @Test
    void fromFirstOfALogThatHasLostItsStartIsNoGap() throws IOException {
        String path = "/streams/" + GatewayFolder.GAPPED + "/log?limit=1";
        try (HttpClient client = HttpClient.get(url(), path)) {
            assertThat(client.text()).isEqualTo(GatewayFolder.FIRST_KEPT + "\n");
        }
    }

    private String epoch() {
        return hub().streams().all().stream()
                .filter(stream -> stream.name().value().equals(GatewayFolder.GAPPED))
                .findFirst()
                .orElseThrow()
                .epoch()
                .value();
    }
}
