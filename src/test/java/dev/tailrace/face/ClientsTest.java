package dev.tailrace.face;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.hub.FedStream;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Clients that go away, that do not read, and many at once. */
@QuarkusTest
@TestProfile(FaceProfile.class)
class ClientsTest extends FaceTest {
    private static final int SMALL = 8 * 1024;
    private static final int LINE_BYTES = 1000;

    /** Lines, of which sockets hold no third: the kernel lets one grow to 4 MB. */
    private static final int FAR_BEHIND = 12_000;

    @ParameterizedTest
    @EnumSource
    void aClientThatGoesAwayIsUnsubscribed(Form form) throws IOException {
        FedStream stream = newStream();
        double before = ended(form, "gone");
        try (HttpClient client = get(stream, "?follow=true", form.accept())) {
            assertThat(client.status()).isEqualTo(200);
            assertThat(stream.stream().readers().count()).isEqualTo(1);
        }
        await().until(() -> stream.stream().readers().count() == 0);
        assertThat(ended(form, "gone")).isEqualTo(before + 1);
    }

    @Test
    void aClientThatDoesNotReadHoldsUpNobodyAndGetsEveryLineInTheEnd() throws IOException {
        FedStream stream = newStream(64 * 1024);
        String query = "?follow=true&from=now&limit=" + FAR_BEHIND;
        try (HttpClient lazy = HttpClient.get(url(), SMALL, path(stream) + query);
                HttpClient quick = get(stream, query)) {
            StringBuilder sent = new StringBuilder();
            for (int i = 0; i < FAR_BEHIND / 100; i++) {
                String lines = lines(i * 100, i * 100 + 100);
                sent.append(lines);
                stream.stdout(lines);
            }
            assertThat(quick.text()).isEqualTo(sent.toString());
            assertThat(stream.stream().log().recent().heldBytes()).isLessThan(256 * 1024);
            assertThat(stream.stream().readers().count()).isEqualTo(1);
            assertThat(lazy.text()).isEqualTo(sent.toString());
        }
    }

    /** Eight megabytes are read as fast as they come; then nothing, of twelve more. */
    @Test
    void whatIsWrittenToAClientThatStopsReadingIsBounded() throws IOException {
        FedStream stream = newStream();
        int read = 8000;
        int all = read + FAR_BEHIND;
        StringBuilder sent = new StringBuilder();
        for (int i = 0; i < all / 100; i++) {
            String lines = lines(i * 100, i * 100 + 100);
            sent.append(lines);
            stream.stdout(lines);
        }
        try (HttpClient client = HttpClient.get(url(), 64 * 1024, path(stream))) {
            InputStream body = client.body();
            String first = HttpClient.text(body, read * LINE_BYTES);
            awaitRest(() -> delivered(stream, "text"));
            // What the sockets hold.
            assertThat(delivered(stream, "text")).isBetween(1.0 * read, read + FAR_BEHIND * 0.6);
            String rest = new String(body.readAllBytes(), UTF_8);
            assertThat(first + rest).isEqualTo(sent.toString());
        }
    }

    @Test
    void aClientThatWantsToBeClosedWhenItFallsBehindIsToldSo() throws IOException {
        FedStream stream = newStream(16 * 1024);
        String path = path(stream) + "?from=now&overflow=close";
        try (HttpClient lazy = HttpClient.get(url(), SMALL, path, Form.SSE.accept())) {
            fallBehind(stream);
            List<EventStream.Event> events = events(lazy).rest();
            assertThat(events.getLast().data()).isEqualTo("{\"reason\":\"overflow\"}");
            assertThat(events.size()).isLessThan(FAR_BEHIND);
            checkOrder(events);
        }
    }

    @Test
    void aClientThatWantsTheLatestWhenItFallsBehindIsToldWhatItMisses() throws IOException {
        FedStream stream = newStream(16 * 1024);
        String path = path(stream) + "?from=now&overflow=latest";
        try (HttpClient lazy = HttpClient.get(url(), SMALL, path, Form.SSE.accept())) {
            fallBehind(stream);
            stream.end();
            List<EventStream.Event> events = events(lazy).rest();
            assertThat(events).anyMatch(event -> event.type().equals("gap"));
            assertThat(events.getLast().data()).isEqualTo("{\"reason\":\"ended\"}");
            assertThat(checkOrder(events)).isEqualTo(stream.stream().next());
        }
    }

    /** Delivered and declared lines follow each other without overlap; returns what would come. */
    private static long checkOrder(List<EventStream.Event> events) throws IOException {
        long next = 0;
        for (EventStream.Event event : events) {
            switch (event.type()) {
                case "message", "state" -> {
                    assertThat(event.json().get("seq").asLong()).isEqualTo(next);
                    next++;
                }
                case "gap" -> {
                    assertThat(event.json().get("from").asLong()).isEqualTo(next);
                    assertThat(event.json().get("reason").asText()).isEqualTo("overflow");
                    next = event.json().get("to").asLong() + 1;
                }
                default -> assertThat(event.type()).isIn("hello", "end");
            }
        }
        return next;
    }

    /** More than the sockets hold between a gateway and a client that does not read. */
    private static void fallBehind(FedStream stream) {
        for (int i = 0; i < FAR_BEHIND / 100; i++) {
            stream.stdout(lines(i * 100, i * 100 + 100));
        }
    }

    @ParameterizedTest
    @EnumSource
    void twoHundredSubscribersGetTheSameBytes(Form form) throws IOException {
        FedStream stream = newStream();
        List<HttpClient> clients = new ArrayList<>();
        try {
            for (int i = 0; i < 200; i++) {
                clients.add(get(stream, "?follow=true&from=now&limit=500", form.accept()));
            }
            assertThat(stream.stream().readers().count()).isEqualTo(200);
            for (int i = 0; i < 50; i++) {
                stream.numbers(i * 10, i * 10 + 10);
            }
            String first = "";
            for (HttpClient client : clients) {
                String body = Form.withoutHeartbeats(client.text());
                // The opening of events has an interval of its own.
                String lines = body.substring(Math.max(0, body.indexOf("id: ")));
                first = first.isEmpty() ? lines : first;
                assertThat(lines).isEqualTo(first);
            }
            assertThat(form.lines(first)).hasSize(500);
        } finally {
            for (HttpClient client : clients) {
                client.close();
            }
        }
        await().until(() -> stream.stream().readers().count() == 0);
    }

    private static String lines(int from, int to) {
        StringBuilder lines = new StringBuilder();
        for (int i = from; i < to; i++) {
            String number = Integer.toString(i);
            lines.append(number).append("x".repeat(LINE_BYTES - 1 - number.length())).append('\n');
        }
        return lines.toString();
    }

    private double ended(Form form, String reason) {
        String face = form.name().toLowerCase(Locale.ROOT);
        return counter("tailrace.subscriptions.ended", "face", face, "reason", reason);
    }
}
