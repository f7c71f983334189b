package dev.tailrace.face;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import dev.tailrace.model.StreamName;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A misspelt parameter is refused by every call, and never one that says nothing. */
@QuarkusTest
@TestProfile(FaceProfile.class)
class UnknownParametersTest extends FaceTest {
    private static final StreamName CONFIGURED = new StreamName(FaceProfile.CONFIGURED);

    @ParameterizedTest
    @CsvSource({
        "GET, /streams/configured/log, folow, follow",
        "HEAD, /streams/configured/log, folow, follow",
        "GET, /streams/configured/log, FOLLOW, follow",
        "GET, /log, streem, stream",
        "GET, /streams, selector, select",
        "POST, /streams/configured/lines, lable, label",
    })
    void theNearestOneThatTheCallTakesIsNamed(
            String method, String path, String parameter, String nearest) {
        var answer =
                given().baseUri(url().toString())
                        .contentType("text/plain")
                        .request(method, path + "?" + parameter + "=5")
                        .then()
                        .statusCode(400)
                        .contentType(Problem.MEDIA_TYPE);
        if (!method.equals("HEAD")) {
            answer.body("parameter", equalTo(parameter))
                    .body("value", equalTo("5"))
                    .body("accepted", containsString(nearest))
                    .body("detail", endsWith("here; the nearest is '" + nearest + "'."));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /streams/configured/log, zzzz",
        "GET, /streams/configured/log, lines",
        "GET, /log, run",
    })
    void whereNoneIsNearThoseThatAreAcceptedAreNamed(String method, String path, String parameter) {
        given().baseUri(url().toString())
                .request(method, path + "?" + parameter + "=5")
                .then()
                .statusCode(400)
                .body("parameter", equalTo(parameter))
                .body("detail", containsString("accepted: batch, fields, follow, from, "))
                .body("detail", not(containsString("nearest")));
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /streams/configured",
        "GET, /streams/batch/runs",
        "POST, /streams/batch/runs",
        "DELETE, /streams/batch/runs/current",
    })
    void aCallThatTakesNoneSaysSo(String method, String path) {
        given().baseUri(url().toString())
                .request(method, path + "?force")
                .then()
                .statusCode(400)
                .contentType(Problem.MEDIA_TYPE)
                .body("parameter", equalTo("force"))
                .body("accepted", equalTo("no parameters"));
    }

    @ParameterizedTest
    @CsvSource({
        "/streams/configured/log, tail",
        "/streams/configured/log, since",
        "/streams/configured/log, run",
        "/streams/configured/log, grep",
        "/log, stream",
        "/streams, select",
    })
    void oneWithoutAValueIsRefused(String path, String parameter) {
        for (String query : List.of("?" + parameter, "?" + parameter + "=")) {
            given().baseUri(url().toString())
                    .get(path + query)
                    .then()
                    .statusCode(400)
                    .body("parameter", equalTo(parameter))
                    .body("value", equalTo(""))
                    .body("accepted", equalTo(parameter + "=VALUE"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/streams/configured/log, tail=1&tail=2, tail, '1, 2'",
        "/streams/configured/log, follow=false&follow=0, follow, 'false, 0'",
        "/log, select={}&select={a=\"b\"}, select, '{}, {a=\"b\"}'",
    })
    void oneThatIsThereTwiceIsRefused(String path, String query, String parameter, String value)
            throws IOException {
        try (HttpClient client = HttpClient.get(url(), path + "?" + query)) {
            assertThat(client.status()).isEqualTo(400);
            assertThat(client.text())
                    .contains("The parameter '" + parameter + "' has the value")
                    .contains("\"value\":\"" + value.replace("\"", "\\\"") + "\"")
                    .contains("one value, not 2");
        }
    }

    @Test
    void namesOfStreamsMayBeThereTwice() throws IOException {
        try (HttpClient client =
                HttpClient.get(url(), "/log?stream=configured&stream=configured")) {
            assertThat(client.status()).isEqualTo(200);
        }
    }

    @Test
    void linesThatWereToBeStoredAreNotAndTheConnectionServesOn() throws IOException {
        long next = hub().streams().find(CONFIGURED).orElseThrow().next();
        try (HttpClient client = HttpClient.connect(url())) {
            client.sendHead("POST", "/streams/configured/lines?labels=a=b", "Content-Length: 4");
            client.send(new byte[] {'o', 'n', 'e', '\n'});
            client.readHead();
            assertThat(client.status()).isEqualTo(400);
            assertThat(client.text()).contains("the nearest is 'label'");
            client.request("GET", "/streams/configured");
            assertThat(client.status()).isEqualTo(200);
            assertThat(client.text()).contains("\"next\":" + next + ",");
        }
    }

    @Test
    void aWebSocketTakesNoneEither() throws IOException {
        try (HttpClient client = HttpClient.connect(url())) {
            client.request(
                    "GET",
                    "/ws?from=now",
                    "Connection: Upgrade",
                    "Upgrade: websocket",
                    "Sec-WebSocket-Version: 13",
                    "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==");
            assertThat(client.status()).isEqualTo(400);
            assertThat(client.text()).contains("\"parameter\":\"from\"");
        }
    }
}
