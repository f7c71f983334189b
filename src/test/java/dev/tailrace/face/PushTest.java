package dev.tailrace.face;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.luben.zstd.Zstd;
import dev.tailrace.hub.FedStream;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines that are pushed: stored when it is said so, and none of them when not. */
@QuarkusTest
@TestProfile(FaceProfile.class)
class PushTest extends FaceTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final AtomicInteger NAMES = new AtomicInteger();
    private static final String TEXT = "text/plain";
    private static final String NDJSON = "application/x-ndjson";

    private final String stream = "pushed-" + NAMES.incrementAndGet();

    private RequestSpecification given(String type) {
        // Else the client would say which characters the bytes are.
        var config =
                RestAssured.config()
                        .encoderConfig(
                                RestAssured.config()
                                        .getEncoderConfig()
                                        .appendDefaultContentCharsetToContentTypeIfUndefined(
                                                false));
        return RestAssured.given()
                .config(config)
                .baseUri(url().toString())
                .header("Content-Type", type);
    }

    private Response push(String type, byte[] body, String... headers) {
        RequestSpecification request = given(type);
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return request.body(body).post("/streams/" + stream + "/lines");
    }

    private Response push(String type, String body, String... headers) {
        return push(type, body.getBytes(UTF_8), headers);
    }

    private JsonNode written(Response response) throws IOException {
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(200);
        return JSON.readTree(response.asString());
    }

    private JsonNode refused(int status, Response response) throws IOException {
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(status);
        assertThat(response.contentType()).startsWith(Problem.MEDIA_TYPE);
        JsonNode problem = JSON.readTree(response.asString());
        assertThat(problem.get("status").asInt()).isEqualTo(status);
        return problem;
    }

    private String log(String query) throws IOException {
        try (HttpClient client = HttpClient.get(url(), "/streams/" + stream + "/log" + query)) {
            return client.text();
        }
    }

    private void assertNothingIsStored() throws IOException {
        try (HttpClient client = HttpClient.get(url(), "/streams/" + stream + "/log")) {
            assertThat(client.status()).as("nor is a stream made").isEqualTo(404);
        }
    }

    @Test
    void textIsStoredWhenItIsAnswered() throws IOException {
        JsonNode answer = written(push(TEXT, "one\ntwo"));
        assertThat(answer.get("first").asLong()).isZero();
        assertThat(answer.get("last").asLong()).isEqualTo(1);
        assertThat(answer.get("written").asLong()).isEqualTo(2);
        assertThat(log("")).isEqualTo("one\ntwo\n");
        JsonNode more = written(push(TEXT, "three\n"));
        assertThat(more.get("first").asLong()).isEqualTo(2);
        assertThat(more.get("epoch")).isEqualTo(answer.get("epoch"));
        assertThat(log("")).isEqualTo("one\ntwo\nthree\n");
        assertThat(log("?from=" + answer.get("epoch").asText() + "-1")).isEqualTo("three\n");
    }

    @Test
    void aBodyWithoutATypeIsText() throws IOException {
        try (HttpClient client = HttpClient.connect(url())) {
            client.sendHead("POST", "/streams/" + stream + "/lines", "Content-Length: 3");
            client.send("a\nb".getBytes(UTF_8));
            client.readHead();
            assertThat(client.status()).isEqualTo(200);
        }
        assertThat(log("")).isEqualTo("a\nb\n");
    }

    @Test
    void anEmptyBodyHasNoLines() throws IOException {
        JsonNode answer = written(push(TEXT, ""));
        assertThat(answer.get("written").asLong()).isZero();
        assertThat(answer.has("first")).isFalse();
        assertThat(log("")).isEmpty();
    }

    @Test
    void bytesAreKeptAsTheyCameAndLongLinesGoOnInTheNextRecord() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(new byte[] {0, (byte) 0xff, '\r', '\n'});
        body.writeBytes("y".repeat(40_000).getBytes(UTF_8));
        JsonNode answer = written(push(TEXT, body.toByteArray()));
        assertThat(answer.get("written").asLong()).isEqualTo(2);
        assertThat(answer.get("last").asLong()).isEqualTo(3);
        body.write('\n');
        try (HttpClient client = HttpClient.get(url(), "/streams/" + stream + "/log")) {
            assertThat(client.body().readAllBytes()).isEqualTo(body.toByteArray());
        }
    }

    @Test
    void ndjsonHasTimesAndOriginsOfItsOwn() throws IOException {
        String lines =
                """
                {"line":"a","time":"2026-01-02T03:04:05.123456789Z"}
                {"line":"b","time":"2026-01-02T03:04:05.123456789Z","origin":"stderr"}
                {"bytes":"/w==","time":"2026-01-01T00:00:00Z"}
                {"line":"untimed"}
                """;
        assertThat(written(push(NDJSON, lines)).get("written").asLong()).isEqualTo(4);
        String[] stored = log("?timestamps=true").split("\n", -1);
        assertThat(stored[0]).isEqualTo("2026-01-02T03:04:05.123456789Z a");
        assertThat(stored[1]).isEqualTo("2026-01-02T03:04:05.123456790Z b");
        assertThat(stored[2]).startsWith("2026-01-02T03:04:05.123456791Z ");
        assertThat(stored[3]).isEqualTo("2026-01-02T03:04:05.123456792Z untimed");
        assertThat(log("?origin=stderr")).isEqualTo("b\n");
    }

    @Test
    void oneBadLineHasNoneStored() throws IOException {
        JsonNode problem =
                refused(400, push(NDJSON, "{\"line\":\"a\"}\n{\"line\":\"b\"}\n{\"text\":\"c\"}"));
        assertThat(problem.get("detail").asText())
                .isEqualTo(
                        "Line 3 is not accepted: it has the field 'text'; accepted are line, bytes,"
                                + " time, origin, partial, seq and stream. Nothing of the request"
                                + " is stored.");
        assertNothingIsStored();
    }

    @Test
    void aTimeFarInTheFutureIsReplacedByTheClocksAndSaid() throws IOException {
        String lines =
                """
                {"line":"a","time":"2199-01-01T00:00:00Z"}
                {"line":"b","time":"%s"}
                """
                        .formatted(Instant.now().plusSeconds(300));
        assertThat(written(push(NDJSON, lines)).get("written").asLong()).isEqualTo(2);
        String[] stored = log("?timestamps=true").split("\n", -1);
        assertThat(Instant.parse(stored[0].substring(0, 30))).isBefore("2199-01-01T00:00:00Z");
        assertThat(Instant.parse(stored[1].substring(0, 30)))
                .isAfter(Instant.parse(stored[0].substring(0, 30)));
        assertThat(log("?origin=system")).contains("\"said\":\"2199-01-01T00:00:00Z\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "GZIP", "x-gzip", "zstd", "identity"})
    void bodiesMayBeCompressed(String coding) throws IOException {
        byte[] body = "one\ntwo\n".getBytes(UTF_8);
        byte[] sent =
                switch (coding) {
                    case "zstd" -> Zstd.compress(body);
                    case "identity" -> body;
                    default -> gzip(body);
                };
        written(push(TEXT, sent, "Content-Encoding", coding));
        assertThat(log("")).isEqualTo("one\ntwo\n");
    }

    private static byte[] gzip(byte[] body) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(body);
        }
        return bytes.toByteArray();
    }

    @Test
    void aBodyThatIsNoGzipIsRefused() throws IOException {
        assertThat(
                        refused(400, push(TEXT, "plain", "Content-Encoding", "gzip"))
                                .get("detail")
                                .asText())
                .contains("no gzip");
        assertNothingIsStored();
    }

    @ParameterizedTest
    @CsvSource({
        "Content-Type, application/octet-stream, text/plain or application/x-ndjson",
        "Content-Type, application/json, text/plain or application/x-ndjson",
        "Content-Encoding, br, 'gzip, zstd, or none'",
        "Content-Encoding, 'gzip, gzip', 'gzip, zstd, or none'",
    })
    void otherTypesAndCodingsAreRefusedWithThoseThatAreAccepted(
            String header, String value, String accepted) throws IOException {
        JsonNode problem =
                refused(
                        415,
                        header.equals("Content-Type")
                                ? push(value, "a=b")
                                : push(TEXT, "a", header, value));
        assertThat(problem.get("parameter").asText()).isEqualTo(header);
        assertThat(problem.get("value").asText()).isEqualTo(value);
        assertThat(problem.get("accepted").asText()).isEqualTo(accepted);
        assertNothingIsStored();
    }

    @Test
    void aBodyThatIsTooLargeIsRefusedAlsoWhenItIsInflated() throws IOException {
        byte[] most = new byte[FaceProfile.MAX_BODY_BYTES];
        byte[] more = new byte[FaceProfile.MAX_BODY_BYTES + 1];
        for (JsonNode problem :
                new JsonNode[] {
                    refused(413, push(TEXT, more)),
                    refused(413, push(TEXT, gzip(more), "Content-Encoding", "gzip")),
                    refused(413, push(TEXT, Zstd.compress(more), "Content-Encoding", "zstd"))
                }) {
            assertThat(problem.get("limit").asText()).isEqualTo("tailrace.push.max-body-bytes");
            assertThat(problem.get("value").asText()).isEqualTo("65536");
        }
        assertNothingIsStored();
        written(push(TEXT, most));
        written(push(TEXT, gzip(most), "Content-Encoding", "gzip"));
        assertThat(log("").length()).isEqualTo(2 * (FaceProfile.MAX_BODY_BYTES + 1));
    }

    /** A few KB of compressed newlines are a hundred MB on disk. */
    @Test
    void moreLinesThanARequestMayBringAreRefused() throws IOException {
        String tooMany = "\n".repeat(FaceProfile.MAX_LINES + 1);
        String inOneObject = "{\"line\":\"" + "\\n".repeat(FaceProfile.MAX_LINES) + "\"}\n";
        for (JsonNode problem :
                new JsonNode[] {
                    refused(
                            413,
                            push(TEXT, gzip(tooMany.getBytes(UTF_8)), "Content-Encoding", "gzip")),
                    refused(413, push(NDJSON, inOneObject))
                }) {
            assertThat(problem.get("limit").asText()).isEqualTo("tailrace.push.max-lines");
            assertThat(problem.get("value").asInt()).isEqualTo(FaceProfile.MAX_LINES);
        }
        assertNothingIsStored();
    }

    /** Their headers alone are more than all requests may hold. */
    @Test
    void asManyLinesAsARequestMayBringAreStored() throws IOException {
        assertThat(40 * FaceProfile.MAX_LINES).isGreaterThan(FaceProfile.MAX_BYTES_UNDER_WAY);
        JsonNode answer = written(push(TEXT, "\n".repeat(FaceProfile.MAX_LINES)));
        assertThat(answer.get("written").asInt()).isEqualTo(FaceProfile.MAX_LINES);
    }

    @ParameterizedTest
    @ValueSource(strings = {"namespace=kube-system", "app=a&label=app=b", "app=%0a"})
    void aLabelThatIsNotForRequestsToGiveIsNamed(String label) throws IOException {
        Response answer =
                given(TEXT)
                        .urlEncodingEnabled(false)
                        .body("a")
                        .post("/streams/" + stream + "/lines?label=" + label);
        assertThat(refused(400, answer).get("parameter").asText()).isEqualTo("label");
        assertNothingIsStored();
    }

    @ParameterizedTest
    @CsvSource({
        "http://evil.example, 403",
        "null, 403",
        "https://localhost, 403",
        "http://OWN, 200",
    })
    void pagesOfOtherOriginsMayNotPush(String origin, int status) throws IOException {
        String own = url().getHost() + ":" + url().getPort();
        Response response = push(TEXT, "a", "Origin", origin.replace("OWN", own));
        assertThat(response.statusCode()).isEqualTo(status);
        if (status == 403) {
            assertThat(refused(403, response).get("parameter").asText()).isEqualTo("Origin");
            assertNothingIsStored();
        }
    }

    @Test
    void aStreamWithASourceOfItsOwnTakesNone() throws IOException {
        FedStream other = newStream().stdout("its own\n");
        Response response =
                given(TEXT).body("a").post("/streams/" + other.stream().name() + "/lines");
        assertThat(refused(409, response).get("detail").asText())
                .contains("a source of their own (test)");
        assertThat(body(other, "")).isEqualTo("its own\n");
    }

    @Test
    void aNameThatIsNoneIsRefused() throws IOException {
        Response response = given(TEXT).body("a").post("/streams/Up/lines");
        assertThat(refused(400, response).get("accepted").asText()).contains("a-z or 0-9 first");
    }

    @Test
    void aStreamIsMadeWithTheLabelsOfItsFirstRequest() throws IOException {
        for (String app : new String[] {"shop", "other"}) {
            written(
                    given(TEXT)
                            .queryParam("label", "app=" + app, "env=a=b")
                            .body("a")
                            .post("/streams/" + stream + "/lines"));
        }
        JsonNode view = JSON.readTree(RestAssured.get(url() + "streams/" + stream).asString());
        assertThat(view.get("labels").toString()).isEqualTo("{\"app\":\"shop\",\"env\":\"a=b\"}");
        assertThat(view.get("source").asText()).isEqualTo("push");
        assertThat(view.get("state").asText()).isEqualTo("running");
    }

    @ParameterizedTest
    @ValueSource(strings = {"app", "1a=b", "=b"})
    void aLabelThatIsNoneIsRefused(String label) throws IOException {
        Response response =
                given(TEXT)
                        .queryParam("label", label)
                        .body("a")
                        .post("/streams/" + stream + "/lines");
        assertThat(refused(400, response).get("parameter").asText()).isEqualTo("label");
        assertNothingIsStored();
    }

    @Test
    void aConfiguredStreamIsThereBeforeTheFirstRequest() throws IOException {
        JsonNode view =
                JSON.readTree(
                        RestAssured.get(url() + "streams/" + FaceProfile.CONFIGURED).asString());
        assertThat(view.get("labels").toString()).isEqualTo("{\"app\":\"shop\"}");
        assertThat(view.get("source").asText()).isEqualTo("push");
        assertThat(view.get("state").asText()).isEqualTo("running");
        written(given(TEXT).body("a").post("/streams/" + FaceProfile.CONFIGURED + "/lines"));
    }

    @Test
    void followersGetTheLinesAndStay() throws IOException {
        written(push(TEXT, "zero"));
        try (HttpClient follower =
                HttpClient.get(url(), "/streams/" + stream + "/log?follow=true&from=now")) {
            InputStream body = follower.body();
            for (String line : new String[] {"one\n", "two\n"}) {
                written(push(TEXT, line));
                assertThat(HttpClient.text(body, line.length())).isEqualTo(line);
            }
        }
    }

    @Test
    void aRequestThatComesAgainIsNotStoredAgain() throws IOException {
        Metrics before = Metrics.of(url());
        Response first = push(TEXT, "a\nb", "Idempotency-Key", "key");
        String answer = written(first).toString();
        assertThat(first.header("Tailrace-Repeated")).isNull();
        written(push(TEXT, "c"));
        for (String key : new String[] {"key", "\"key\""}) {
            Response again =
                    push(
                            TEXT,
                            gzip("a\nb".getBytes(UTF_8)),
                            "Idempotency-Key",
                            key,
                            "Content-Encoding",
                            "gzip");
            assertThat(written(again)).hasToString(answer);
            assertThat(again.header("Tailrace-Repeated")).isEqualTo("true");
        }
        JsonNode problem = refused(422, push(TEXT, "a\nc", "Idempotency-Key", "key"));
        assertThat(problem.get("detail").asText()).contains("'key'");
        refused(422, push(NDJSON, "{\"line\":\"a\"}", "Idempotency-Key", "key"));
        written(push(TEXT, "a\nb", "Idempotency-Key", "another"));
        assertThat(log("")).isEqualTo("a\nb\nc\na\nb\n");
        Metrics after = Metrics.of(url());
        assertThat(after.value("tailrace_push_repeats_total"))
                .isEqualTo(before.value("tailrace_push_repeats_total") + 2);
        assertThat(after.value("tailrace_push_lines_total"))
                .isEqualTo(before.value("tailrace_push_lines_total") + 5);
        assertThat(after.value("tailrace_push_bytes_total"))
                .isEqualTo(before.value("tailrace_push_bytes_total") + 10);
        String reused = "tailrace_push_refused_total{reason=\"key-reused\"}";
        assertThat(after.value(reused)).isEqualTo(before.value(reused) + 2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"with space", "\u00e9", ""})
    void aKeyThatIsNoneIsRefused(String key) throws IOException {
        assertThat(refused(400, push(TEXT, "a", "Idempotency-Key", key)).get("parameter").asText())
                .isEqualTo("Idempotency-Key");
        refused(400, push(TEXT, "a", "Idempotency-Key", "k".repeat(129)));
        assertNothingIsStored();
    }
}
