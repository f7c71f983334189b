package dev.tailrace.face;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tailrace.face.WsClient.Frame;
import dev.tailrace.hub.FedStream;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a WebSocket's client does wrong, and how it is told. */
@QuarkusTest
@TestProfile(FaceProfile.class)
class WsErrorsTest extends FaceTest {
    private static final int SMALL = 8 * 1024;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    nonsense                                                | bad-message
                    []                                                      | bad-message
                    {'op':'ping'} x                                         | bad-message
                    {'op':'ping','op':'ping'}                               | bad-message
                    {'id':'x'}                                              | bad-message
                    {'op':'subscribe','id':'x','stream':'$','tial':5}       | bad-message
                    {'op':'subscribe','id':'x','stream':'nobody'}           | unknown-stream
                    {'op':'subscribe','id':'x','stream':'../etc'}           | unknown-stream
                    {'op':'pause','id':'x'}                                 | unknown-subscription
                    {'op':'resume','id':'x'}                                | unknown-subscription
                    {'op':'unsubscribe','id':'x'}                           | unknown-subscription
                    {'op':'credit','id':'x','lines':1}                      | unknown-subscription
                    {'op':'subscribe','id':'open','stream':'$'}             | duplicate-id
                    """)
    void aFaultIsNamedAndTheConnectionStays(String message, String reason) throws IOException {
        FedStream stream = newStream();
        try (WsClient client = WsClient.open(url())) {
            client.send(message("{'op':'subscribe','id':'open','stream':'$'}", stream));
            client.next("hello");
            client.send(message(message, stream));
            JsonNode error = client.next("error");
            assertThat(error.get("reason").asText()).isEqualTo(reason);
            assertThat(error.get("detail").asText()).endsWith(".").hasSizeGreaterThan(20);
            if (message.contains("'id':'x'")) {
                assertThat(error.get("id").asText()).isEqualTo("x");
            }
            assertStays(client, stream);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {'op':'shout'}                                        | op       | shout
                    {'op':3}                                              | op       | 3
                    {'op':'subscribe','stream':'$'}                       | id       | ``
                    {'op':'subscribe','id':7,'stream':'$'}                | id       | 7
                    {'op':'subscribe','id':'x'}                           | stream   | ``
                    {'op':'subscribe','id':'x','stream':'$','select':'{}'}| select   | {}
                    {'op':'subscribe','id':'x','select':'{app'}           | select   | {app
                    {'op':'subscribe','id':'x','stream':'$','tail':-1}    | tail     | -1
                    {'op':'subscribe','id':'x','stream':'$','limit':0}    | limit    | 0
                    {'op':'subscribe','id':'x','stream':'$','from':'me'}  | from     | me
                    {'op':'subscribe','id':'x','stream':'$','since':'x'}  | since    | x
                    {'op':'subscribe','id':'x','stream':'$','until':'x'}  | until    | x
                    {'op':'subscribe','id':'x','stream':'$','grep':'('}   | grep     | (
                    {'op':'subscribe','id':'x','stream':'$','origin':'x'} | origin   | x
                    {'op':'subscribe','id':'x','stream':'$','origin':{}}  | origin   | {}
                    {'op':'subscribe','id':'x','stream':'$','invert':2}   | invert   | 2
                    {'op':'subscribe','id':'x','stream':'$','follow':'x'} | follow   | x
                    {'op':'subscribe','id':'x','stream':'$','overflow':1} | overflow | 1
                    {'op':'subscribe','id':'x','stream':'$','credit':-1}  | credit   | -1
                    {'op':'subscribe','id':'x','stream':'$','credit':1.5} | credit   | 1.5
                    {'op':'subscribe','id':'x','select':'{}','from':'k3v9x2ab-1'}| from | k3v9x2ab-1
                    {'op':'credit','id':'open','lines':0}                 | lines    | 0
                    {'op':'credit','id':'open'}                           | lines    | ``
                    {'op':'credit','id':'open','lines':5}                 | lines    | 5
                    """)
    void aBadValueIsAnsweredWithItsFieldAndWhatIsAccepted(
            String message, String field, String value) throws IOException {
        FedStream stream = newStream();
        try (WsClient client = WsClient.open(url())) {
            client.send(message("{'op':'subscribe','id':'open','stream':'$'}", stream));
            client.next("hello");
            client.send(message(message, stream));
            JsonNode error = client.next("error");
            assertThat(error.get("reason").asText()).isEqualTo("bad-parameter");
            assertThat(error.get("parameter").asText()).isEqualTo(field);
            assertThat(error.path("value").asText()).isEqualTo(value);
            assertThat(error.get("detail").asText()).doesNotContain("''");
            assertThat(error.get("accepted").asText()).isNotBlank();
            assertStays(client, stream);
        }
    }

    @Test
    void aFieldThatIsMisspeltIsNamedWithTheNearest() throws IOException {
        FedStream stream = newStream();
        try (WsClient client = WsClient.open(url())) {
            client.send(message("{'op':'subscribe','id':'x','stream':'$','tial':5}", stream));
            assertThat(client.next("error").get("detail").asText())
                    .isEqualTo(
                            "The message has fields that are not accepted: tial; the nearest of the"
                                    + " first is tail.");
        }
    }

    @Test
    void ofAFieldThatIsNearNoneAllAreNamed() throws IOException {
        FedStream stream = newStream();
        try (WsClient client = WsClient.open(url())) {
            client.send(message("{'op':'subscribe','id':'x','stream':'$','zzzz':5}", stream));
            assertThat(client.next("error").get("detail").asText())
                    .contains("not accepted: zzzz; accepted are op, credit, fields, follow, from, ")
                    .doesNotContain("nearest");
        }
    }

    private static String message(String template, FedStream stream) {
        return template.replace("$", stream.stream().name().value());
    }

    /** The subscription that was there gets its lines, and nothing else comes. */
    private static void assertStays(WsClient client, FedStream stream) throws IOException {
        stream.numbers(0, 1);
        assertThat(client.next("lines").get("id").asText()).isEqualTo("open");
    }

    @Test
    void moreSubscriptionsThanTheLimitAreRefusedWithItsName() throws IOException {
        FedStream stream = newStream();
        double before = refused();
        try (WsClient client = WsClient.open(url())) {
            for (int i = 0; i < FaceProfile.MAX_SUBSCRIPTIONS; i++) {
                client.send(message("{'op':'subscribe','id':'" + i + "','stream':'$'}", stream));
            }
            for (int i = 0; i < FaceProfile.MAX_SUBSCRIPTIONS; i++) {
                client.next("hello");
            }
            client.send(message("{'op':'subscribe','id':'x','stream':'$'}", stream));
            JsonNode error = client.next("error");
            assertThat(error.get("id").asText()).isEqualTo("x");
            assertThat(error.get("reason").asText()).isEqualTo("max-subscriptions");
            assertThat(error.get("detail").asText())
                    .contains("tailrace.http.ws.max-subscriptions is 300");
            assertThat(refused()).isEqualTo(before + 1);
            assertThat(gauge("tailrace.ws.subscriptions")).isEqualTo(300);
            assertThat(gauge("tailrace.ws.max.subscriptions")).isEqualTo(300);
            client.send("{'op':'unsubscribe','id':'17'}");
            client.next("end");
            client.send(message("{'op':'subscribe','id':'x','stream':'$'}", stream));
            assertThat(client.next("hello").get("id").asText()).isEqualTo("x");
        }
    }

    @Test
    void theStreamsOfASelectionCountOneByOne() throws IOException {
        for (int i = 0; i < 5; i++) {
            newStream(Map.of("app", "many"));
        }
        FedStream stream = newStream();
        try (WsClient client = WsClient.open(url())) {
            for (int i = 0; i < FaceProfile.MAX_SUBSCRIPTIONS - 4; i++) {
                client.send(message("{'op':'subscribe','id':'" + i + "','stream':'$'}", stream));
                client.next("hello");
            }
            client.send("{'op':'subscribe','id':'all','select':'{app=\\'many\\'}'}");
            int hellos = 0;
            int errors = 0;
            while (hellos + errors < 5) {
                JsonNode message = client.next();
                assertThat(message.get("id").asText()).isEqualTo("all");
                assertThat(message.get("stream").asText()).isNotEmpty();
                hellos += message.get("op").asText().equals("hello") ? 1 : 0;
                errors += message.path("reason").asText().equals("max-subscriptions") ? 1 : 0;
            }
            assertThat(hellos).isEqualTo(3);
        }
    }

    private double refused() {
        return counter("tailrace.ws.refused");
    }

    @Test
    void aFrameBeyondTheLimitClosesWith1009() throws IOException {
        try (WsClient client = WsClient.open(url())) {
            client.frame(0x81, new byte[FaceProfile.MAX_MESSAGE_BYTES + 1]);
            Frame close = client.untilClosed(new ArrayList<>());
            assertThat(close.closeCode()).isEqualTo(1009);
            assertThat(close.closeReason()).contains("2048").contains("max-message-bytes");
        }
        try (WsClient client = WsClient.open(url())) {
            client.frame(0x81, new byte[1 << 20]);
            assertThat(client.untilClosed(new ArrayList<>()).closeCode()).isEqualTo(1009);
        }
    }

    @Test
    void aMessageInFramesIsOneMessageAndHasTheSameLimit() throws IOException {
        try (WsClient client = WsClient.open(url())) {
            client.frame(0x01, "{\"op\":".getBytes(UTF_8));
            client.frame(0x80 | WsClient.PING, new byte[] {1});
            client.frame(0x00, "\"ping\"".getBytes(UTF_8));
            client.frame(0x80, ",\"id\":\"7\"}".getBytes(UTF_8));
            assertThat(client.frame().opcode()).isEqualTo(WsClient.PONG);
            assertThat(client.next("pong").get("id").asText()).isEqualTo("7");
            client.frame(0x01, new byte[FaceProfile.MAX_MESSAGE_BYTES - 5]);
            client.frame(0x00, new byte[6]);
            assertThat(client.untilClosed(new ArrayList<>()).closeCode()).isEqualTo(1009);
        }
    }

    @Test
    void binaryFramesAndWhatIsNotUtf8AndBrokenFramesAreClosedWithTheirCodes() throws IOException {
        assertThat(codeFor(0x82, new byte[] {1})).isEqualTo(1003);
        assertThat(codeFor(0x81, new byte[] {(byte) 0xff})).isEqualTo(1007);
        assertThat(codeFor(0xf1, new byte[] {1})).isEqualTo(1002);
    }

    @Test
    void aCloseIsAnsweredWithItsCodeAndNothingComesAfterIt() throws IOException {
        FedStream stream = newStream(64 * 1024);
        try (WsClient client = WsClient.open(url(), SMALL)) {
            client.send(message("{'op':'subscribe','id':'a','stream':'$'}", stream));
            client.next("hello");
            stream.stdout(("x".repeat(999) + "\n").repeat(1000));
            client.next("lines");
            client.frame(0x80 | WsClient.CLOSE, new byte[] {4001 >> 8, (byte) 4001, 'b', 'y', 'e'});
            Frame frame = client.frame();
            while (frame.opcode() != WsClient.CLOSE) {
                frame = client.frame();
            }
            assertThat(frame.closeCode()).isEqualTo(4001);
            assertThat(frame.closeReason()).isEqualTo("bye");
            assertThatThrownBy(client::frame).isInstanceOf(EOFException.class);
            await().until(() -> stream.stream().readers().count() == 0);
        }
    }

    @Test
    void aClientThatCutsItsConnectionIsNoNews() throws IOException {
        FedStream stream = newStream();
        try (Said said = new Said()) {
            for (int i = 0; i < 20; i++) {
                try (WsClient client = WsClient.open(url())) {
                    client.send(message("{'op':'subscribe','id':'a','stream':'$'}", stream));
                    client.next("hello");
                }
            }
            await().until(() -> gauge("tailrace.ws.connections") == 0);
            assertThat(said.lines())
                    .filteredOn(line -> line.matches("(?i).*(websocket|vert).*"))
                    .isEmpty();
        }
    }

    private int codeFor(int firstByte, byte[] payload) throws IOException {
        FedStream stream = newStream();
        try (WsClient client = WsClient.open(url())) {
            client.send(message("{'op':'subscribe','id':'a','stream':'$'}", stream));
            client.next("hello");
            client.frame(firstByte, payload);
            int code = client.untilClosed(new ArrayList<>()).closeCode();
            await().until(() -> stream.stream().readers().count() == 0);
            return code;
        }
    }
}
