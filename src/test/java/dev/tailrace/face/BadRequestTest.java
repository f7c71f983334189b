package dev.tailrace.face;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tailrace.hub.FedStream;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import java.io.IOException;
import java.net.URLEncoder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever cannot be answered says which parameter, which value, and what is accepted. */
@QuarkusTest
@TestProfile(FaceProfile.class)
class BadRequestTest extends FaceTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = true,
            value = {
                "follow | yes | true or false",
                "from | last | first, now, or a position",
                "from | k3v9x2ab | first, now, or a position",
                "from | k3v9x2ab- | first, now, or a position",
                "from | k3v9x2ab--1 | first, now, or a position",
                "from | k3v9x2ab-99999999999999999999 | first, now, or a position",
                "tail | -1 | a whole number from 0 to",
                "tail | ten | a whole number from 0 to",
                "tail | 1.5 | a whole number from 0 to",
                "tail | 2147483648 | a whole number from 0 to 2147483647",
                "since | yesterday | a time as in RFC 3339",
                "since | 15 | or a duration back from now",
                "since | 15x | or a duration back from now",
                "since | 1m30 | or a duration back from now",
                "since | 2026-02-30 | a time as in RFC 3339",
                "since | 2026-13-20T04:00:00Z | a time as in RFC 3339",
                "since | 9999-01-01T00:00:00Z | a time as in RFC 3339",
                "since | 999999999d | a time as in RFC 3339",
                "until | tomorrow | a time as in RFC 3339",
                "seq | 5 | the numbers of the first and the last record",
                "seq | 7-3 | the numbers of the first and the last record",
                "seq | a-b | the numbers of the first and the last record",
                "seq | -3 | the numbers of the first and the last record",
                "seq | 0-9223372036854775807 | each of at most 18 digits, such as 512-767",
                "order | newest | asc or desc",
                "limit | 0 | a whole number from 1 to",
                "limit | many | a whole number from 1 to",
                "origin | console | stdout, stderr, system",
                "origin | stdout,stdin | stdout, stderr, system",
                "origin | stdout, | stdout, stderr, system",
                "grep | ( | an RE2 pattern",
                "grep | (?=a) | an RE2 pattern",
                "level | warning | trace, debug, info, warn, error, fatal, none",
                "level | warn, | trace, debug, info, warn, error, fatal, none",
                "fields | line | level, first, or both",
                "invert | maybe | true or false",
                "timestamps | ja | true or false",
                "gaps | 2 | true or false",
                "batch | TRUE | true or false",
                "overflow | drop | wait, latest or close",
                "last_event_id | 17 | <epoch>-<seq>, such as k3v9x2ab-1234",
                "lastEventId | K3V9X2AB-1 | <epoch>-<seq>, such as k3v9x2ab-1234",
            })
    void aValueThatIsNotAcceptedIsNamed(String parameter, String value, String accepted)
            throws IOException {
        FedStream stream = newStream();
        String query = "?" + parameter + "=" + URLEncoder.encode(value, UTF_8);
        for (Form form : Form.values()) {
            try (HttpClient client = get(stream, query, form.accept())) {
                assertThat(client.status()).isEqualTo(400);
                assertThat(client.header("Content-Type")).isEqualTo(Problem.MEDIA_TYPE);
                check(JSON.readTree(client.text()), parameter, value, accepted);
            }
        }
    }

    private static void check(JsonNode problem, String parameter, String value, String accepted) {
        assertThat(problem.get("title").asText()).isEqualTo("Bad Request");
        assertThat(problem.get("status").asInt()).isEqualTo(400);
        assertThat(problem.get("parameter").asText()).isEqualTo(parameter);
        assertThat(problem.get("value").asText()).isEqualTo(value);
        assertThat(problem.get("accepted").asText()).contains(accepted);
        assertThat(problem.get("detail").asText())
                .startsWith("The parameter '" + parameter + "' has the value '" + value + "'")
                .contains(accepted);
    }

    @Test
    void aBadLastEventIdIsNamedAsTheHeaderItCameIn() throws IOException {
        try (HttpClient client = get(newStream(), "", "Last-Event-ID: abc")) {
            assertThat(client.status()).isEqualTo(400);
            assertThat(client.header("Content-Type")).startsWith(Problem.MEDIA_TYPE);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"from=now&tail=3", "tail=3&since=1h", "since=1h&from=first"})
    void twoStartsAreOneTooMany(String query) {
        String body =
                RestAssured.get(url() + path(newStream()).substring(1) + "?" + query)
                        .then()
                        .statusCode(400)
                        .contentType(Problem.MEDIA_TYPE)
                        .extract()
                        .asString();
        assertThat(body).contains("at most one of from, tail and since");
    }

    @ParameterizedTest
    @EnumSource
    void anUnknownStreamIsNotFound(Form form) {
        for (String name : new String[] {"nobody", "UPPER", "a%2B", "-", "a%0Ab", "%F0%9F%98%80"}) {
            given().baseUri(url().toString())
                    .urlEncodingEnabled(false)
                    .header("Accept", form.mediaType)
                    .get("/streams/" + name + "/log")
                    .then()
                    .statusCode(404)
                    .contentType(Problem.MEDIA_TYPE);
        }
    }

    @Test
    void anUnknownStreamIsNamed() throws IOException {
        String body =
                given().baseUri(url().toString())
                        .get("/streams/nobody")
                        .then()
                        .statusCode(404)
                        .contentType(Problem.MEDIA_TYPE)
                        .extract()
                        .asString();
        JsonNode problem = JSON.readTree(body);
        assertThat(problem.get("stream").asText()).isEqualTo("nobody");
        assertThat(problem.get("detail").asText())
                .isEqualTo("There is no stream 'nobody'; GET /streams lists those there are.");
    }

    @Test
    void aSelectorThatIsNoneIsNamed() throws IOException {
        for (String select : new String[] {"app=web", "{app=~\"(\"}", "{app"}) {
            String body =
                    given().baseUri(url().toString())
                            .accept(ContentType.JSON)
                            .queryParam("select", select)
                            .get("/streams")
                            .then()
                            .statusCode(400)
                            .contentType(Problem.MEDIA_TYPE)
                            .extract()
                            .asString();
            check(JSON.readTree(body), "select", select, "labels in braces");
        }
    }
}
