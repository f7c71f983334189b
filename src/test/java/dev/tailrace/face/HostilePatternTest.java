package dev.tailrace.face;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tailrace.hub.FedStream;
import dev.tailrace.log.RecentRecords;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.net.URLEncoder;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * No pattern that a client sends, wherever it may send one, stops the gateway or stays in it: what
 * is too much is refused as any other value, with its bound.
 */
@QuarkusTest
@TestProfile(FaceProfile.class)
class HostilePatternTest extends FaceTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final List<String> HOSTILE =
            List.of(
                    "(((a{100}){100}){100})",
                    "((a{1000}){1000})",
                    "x".repeat(1500),
                    "(".repeat(500),
                    "(?i)\u1c80");

    private static final String ACCEPTED =
            ".*an RE2 pattern (of at most|with at most|without) (512|50|1000|U\\+1C80).*";

    @Test
    void aGrepIsRefusedWithItsBound() throws IOException {
        FedStream stream = newStream();
        for (String pattern : HOSTILE) {
            assertRefused(path(stream) + "?grep=", pattern, "grep");
            assertRefused("/log?stream=" + stream.stream().name() + "&grep=", pattern, "grep");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/streams?select=", "/log?select="})
    void aSelectorIsRefusedWithItsBound(String call) throws IOException {
        for (String pattern : HOSTILE) {
            assertRefused(call, "{a=~\"" + pattern + "\"}", "select");
            assertRefused(call, "{a=~\"" + pattern + "\"}", "select", "Accept: text/event-stream");
        }
    }

    private void assertRefused(String call, String value, String parameter, String... headers)
            throws IOException {
        String target = call + URLEncoder.encode(value, UTF_8);
        try (HttpClient client = HttpClient.get(url(), target, headers)) {
            assertThat(client.status()).as(target).isEqualTo(400);
            JsonNode problem = JSON.readTree(client.text());
            assertThat(problem.get("parameter").asText()).isEqualTo(parameter);
            assertThat(problem.get("accepted").asText()).matches(ACCEPTED);
            assertThat(problem.get("detail").asText()).hasSizeLessThan(600);
        }
    }

    @Test
    void overTheWebSocketItIsAnErrorAndTheConnectionStays() throws IOException {
        String name = newStream().stream().name().value();
        try (WsClient client = WsClient.open(url())) {
            for (String pattern : HOSTILE) {
                client.send(
                        "{'op':'subscribe','id':'g','stream':'%s','grep':'%s'}"
                                .formatted(name, pattern));
                assertRefused(client, "g", "grep");
                client.send(
                        "{'op':'subscribe','id':'s','select':'{a=~\\'%s\\'}'}".formatted(pattern));
                assertRefused(client, "s", "select");
            }
            client.send("{'op':'ping'}");
            client.next("pong");
        }
    }

    private static void assertRefused(WsClient client, String id, String field) throws IOException {
        JsonNode error = client.next("error");
        assertThat(error.get("id").asText()).isEqualTo(id);
        assertThat(error.get("reason").asText()).isEqualTo("bad-parameter");
        assertThat(error.get("parameter").asText()).isEqualTo(field);
        assertThat(error.get("accepted").asText()).matches(ACCEPTED);
        assertThat(error.get("detail").asText()).hasSizeLessThan(600);
    }

    /** One with a pattern is read elsewhere; those behind it may be about it. */
    @Test
    void messagesAreDoneInTheirOrder() throws IOException {
        String name = newStream().stream().name().value();
        try (WsClient client = WsClient.open(url())) {
            for (int i = 0; i < 50; i++) {
                client.send(
                        "{'op':'subscribe','id':'a','stream':'%s','grep':'%d'}".formatted(name, i));
                client.send("{'op':'unsubscribe','id':'a'}");
                client.send("{'op':'ping','id':'%d'}".formatted(i));
            }
            for (int i = 0; i < 50; i++) {
                JsonNode message = client.next();
                while (message.get("op").asText().equals("hello")) {
                    message = client.next();
                }
                assertThat(message.get("op").asText()).isEqualTo("end");
                message = client.next("pong");
                assertThat(message.get("id").asText()).isEqualTo(Integer.toString(i));
            }
        }
    }

    @Test
    void nothingOfAPatternIsKeptWhenItsReaderIsGone() throws IOException {
        FedStream stream = newStream();
        String name = stream.stream().name().value();
        stream.numbers(0, 100);
        RecentRecords recent = stream.stream().feed().log().recent();
        long before = recent.heldBytes();
        try (WsClient one = WsClient.open(url());
                WsClient other = WsClient.open(url())) {
            for (int i = 0; i < 200; i++) {
                subscribe(one, name, "^" + i + "$");
                subscribe(other, name, "x{" + (i + 1) + "}|99$");
            }
            await().until(() -> recent.heldBytes() > before);
            await().until(() -> stream.stream().readers().count() == 400);
        }
        await().until(() -> stream.stream().readers().count() == 0);
        assertThat(recent.heldBytes()).isEqualTo(before);
    }

    private static void subscribe(WsClient client, String stream, String pattern)
            throws IOException {
        client.send(
                "{'op':'subscribe','id':'%s','stream':'%s','from':'first','grep':'%s'}"
                        .formatted(pattern, stream, pattern));
    }

    /** Its lines come in pieces, between which others have their turn, and all of them come. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aSearchThatTakesLongSharesItsEventLoop(boolean follow) throws IOException {
        FedStream stream = newStream();
        stream.numbers(0, 2000);
        String search = URLEncoder.encode("(?:[0-9]?){400}7$", UTF_8);
        String limit = follow ? "&follow=true&from=first&limit=200" : "";
        assertThat(body(stream, "?grep=" + search + limit).lines())
                .hasSize(200)
                .allMatch(line -> line.endsWith("7"));
    }
}
