package dev.tailrace.face;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tailrace.hub.FedStream;
import dev.tailrace.model.StreamName;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Somebody removes a stream's folder under the running gateway. */
@QuarkusTest
@TestProfile(FaceProfile.class)
class RemovedStreamTest extends FaceTest {
    private static final int TAIL_BYTES = 16 * 1024;
    private static final int LINES = 2000;

    /** What a client's kernel takes before it reads. */
    private static final int SMALL = 4096;

    private FedStream longStream() {
        return newStream(TAIL_BYTES).stdout(("x".repeat(99) + "\n").repeat(LINES));
    }

    private Path folder(FedStream stream) {
        return hub().data().stream(stream.stream().name());
    }

    private void remove(FedStream stream) throws IOException {
        try (Stream<Path> all = Files.walk(folder(stream))) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }

    private boolean isListed(FedStream stream) {
        return hub().streams().find(stream.stream().name()).isPresent();
    }

    private List<String> saidOf(Said said, FedStream stream) {
        String name = stream.stream().name().value();
        return said.lines().stream()
                .filter(line -> line.matches("(?s).*\\b" + name + "\\b.*"))
                .toList();
    }

    @ParameterizedTest
    @EnumSource
    void itsReadersEndForThatReasonAndItIsSaidOnce(Form form) throws Exception {
        FedStream stream = longStream();
        double removed = ended(form);
        try (Said said = new Said();
                HttpClient live = get(stream, "?follow=true&tail=1", form.accept())) {
            remove(stream);
            String body = live.text();
            if (form != Form.TEXT) {
                assertThat(body).contains("{\"reason\":\"removed\"}");
            }
            await().until(() -> !isListed(stream));
            try (HttpClient later = get(stream, "", form.accept())) {
                assertThat(later.status()).isEqualTo(404);
                assertThat(later.text()).contains("There is no stream");
            }
            assertThat(stream.isStopped()).isTrue();
            await().until(() -> stream.stream().readers().count() == 0);
            assertThat(saidOf(said, stream))
                    .singleElement()
                    .asString()
                    .contains("The folder of stream")
                    .doesNotContain("Exception");
        }
        assertThat(ended(form)).isEqualTo(removed + 1);
        assertThat(
                        meters().find("tailrace.log.bytes")
                                .tag("stream", stream.stream().name().value())
                                .gauge())
                .isNull();
    }

    private double ended(Form form) {
        String face = form.name().toLowerCase(java.util.Locale.ROOT);
        return counter("tailrace.subscriptions.ended", "face", face, "reason", "removed");
    }

    /** Before the gateway has looked, too: no read of it is a failure, or empty. */
    @Test
    void whoAsksForItRightAfterwardsFindsNone() throws IOException {
        FedStream stream = longStream();
        try (Said said = new Said()) {
            remove(stream);
            try (HttpClient client = get(stream, "")) {
                assertThat(client.status()).isEqualTo(404);
            }
            await().until(() -> !isListed(stream));
            assertThat(saidOf(said, stream)).hasSize(1);
        }
    }

    @Test
    void aReaderOfFilesThatAreGoneEndsForThatReason() throws IOException {
        FedStream stream = longStream();
        for (int i = 0; i < 50; i++) {
            stream.stdout(("y".repeat(999) + "\n").repeat(100));
        }
        try (Said said = new Said();
                HttpClient behind =
                        HttpClient.get(
                                url(),
                                SMALL,
                                path(stream) + "?follow=true&from=first",
                                Form.NDJSON.accept())) {
            remove(stream);
            await().until(() -> !isListed(stream));
            assertThat(behind.text()).endsWith("{\"end\":{\"reason\":\"removed\"}}\n");
            assertThat(saidOf(said, stream)).hasSize(1);
        }
    }

    @Test
    void readersOfSeveralStreamsGoOnWithTheOthers() throws IOException {
        FedStream stays = newStream().numbers(0, 1);
        FedStream goes = longStream();
        String path = "/log?follow=true&tail=1&stream=" + stays.stream().name();
        try (HttpClient client =
                HttpClient.get(
                        url(), path + "&stream=" + goes.stream().name(), Form.NDJSON.accept())) {
            remove(goes);
            await().until(() -> !isListed(goes));
            stays.stdout("after\n").end();
            assertThat(client.text()).contains("\"line\":\"after\"").doesNotContain("error");
        }
    }

    @Test
    void webSocketsAndFollowersOfTheListAreToldToo() throws Exception {
        FedStream stream = newStream().numbers(0, 3);
        String name = stream.stream().name().value();
        try (WsClient ws = WsClient.open(url());
                HttpClient list = HttpClient.get(url(), "/streams", Form.SSE.accept())) {
            ws.send("{'op':'subscribe','id':'a','stream':'%s'}".formatted(name));
            assertThat(ws.lines(3)).hasSize(3);
            remove(stream);
            assertThat(ws.next("end").get("reason").asText()).isEqualTo("removed");
            EventStream events = events(list);
            EventStream.Event event = Objects.requireNonNull(events.next());
            while (!event.type().equals("removed")) {
                event = Objects.requireNonNull(events.next());
            }
            assertThat(event.json().get("name").asText()).isEqualTo(name);
        }
    }

    /** The first line of a body that has {@code text} in it, and those before it. */
    private static List<String> upTo(BufferedReader body, String text) throws IOException {
        List<String> lines = new ArrayList<>();
        do {
            lines.add(Objects.requireNonNull(body.readLine(), () -> "ended after " + lines));
        } while (!lines.getLast().contains(text));
        return lines;
    }

    private FedStream memberOf(String group) {
        return newStream(Map.of("group", group)).stdout("before 1\nbefore 2\n");
    }

    private FedStream madeAgain(FedStream stream) throws IOException {
        remove(stream);
        await().until(() -> !isListed(stream));
        return FedStream.start(
                        hub(),
                        stream.stream().name().value(),
                        stream.stream().labels(),
                        Optional.empty())
                .stdout("again\n");
    }

    @ParameterizedTest
    @EnumSource
    void oneThatIsMadeAgainJoinsTheReadersOfASelectionAnewAsAnotherLog(Form form)
            throws IOException {
        FedStream stream = memberOf(form.name());
        String path = "/log?follow=true&select=group=%22" + form.name() + "%22";
        try (HttpClient client = HttpClient.get(url(), path, form.accept());
                BufferedReader body =
                        new BufferedReader(new InputStreamReader(client.body(), UTF_8))) {
            upTo(body, "before 2");
            FedStream again = madeAgain(stream);
            List<String> joined = upTo(body, "again");
            String epoch = again.stream().epoch().value();
            assertThat(String.join("\n", joined))
                    .contains("reset")
                    .doesNotContain("before")
                    .contains(form == Form.TEXT ? "not of this log" : epoch);
            again.stdout("more\n");
            upTo(body, "more");
            assertThat(again.stream().readers().count()).isOne();
            assertThat(stream.stream().readers().count()).isZero();
        }
    }

    @Test
    void whatIsMadeAgainOfAStreamThatHadEndedIsReadFromItsFirstLineByWebSockets() throws Exception {
        FedStream stream = memberOf("ended");
        try (WsClient ws = WsClient.open(url())) {
            select(ws, "ended");
            assertThat(ws.lines(2)).hasSize(2);
            stream.end();
            assertThat(ws.next("state").get("state").asText()).isEqualTo("ended");
            assertThat(ws.next("end").get("reason").asText()).isEqualTo("ended");
            FedStream again = madeAgain(stream);
            assertJoinsAnew(ws, again);
        }
    }

    @Test
    void oneThatIsMadeAgainJoinsTheSelectionsOfWebSocketsAnew() throws Exception {
        FedStream stream = memberOf("ws");
        try (WsClient ws = WsClient.open(url())) {
            select(ws, "ws");
            assertThat(ws.lines(2)).hasSize(2);
            FedStream again = madeAgain(stream);
            assertThat(ws.next("end").get("reason").asText()).isEqualTo("removed");
            assertJoinsAnew(ws, again);
        }
    }

    private static void select(WsClient ws, String group) throws IOException {
        ws.send("{'op':'subscribe','id':'a','select':'group=\\\"%s\\\"'}".formatted(group));
    }

    private static void assertJoinsAnew(WsClient ws, FedStream again) throws IOException {
        JsonNode hello = ws.next("hello");
        assertThat(hello.get("epoch").asText()).isEqualTo(again.stream().epoch().value());
        assertThat(hello.get("resumed").asText()).isEqualTo("reset");
        assertThat(ws.lines(1).getFirst().get("line").asText()).isEqualTo("again");
    }

    @Test
    void aStreamThatIsMadeUnderItsNameIsAnother() throws IOException {
        FedStream stream = newStream().numbers(0, 3);
        StreamName name = stream.stream().name();
        remove(stream);
        await().until(() -> !isListed(stream));
        FedStream again = FedStream.start(hub(), name.value());
        again.numbers(0, 2);
        assertThat(again.stream().epoch()).isNotEqualTo(stream.stream().epoch());
        assertThat(body(again, "")).isEqualTo("0\n1\n");
        assertThat(new String(Files.readAllBytes(folder(again).resolve("stream.json")), UTF_8))
                .contains(again.stream().epoch().value());
        await().until(() -> gauge("tailrace.http.subscriptions") == 0);
    }
}
