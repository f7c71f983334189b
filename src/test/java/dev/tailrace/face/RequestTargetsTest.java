package dev.tailrace.face;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tailrace.hub.FedStream;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients send as they typed it is understood; what is not is answered with a problem. */
@QuarkusTest
@TestProfile(FaceProfile.class)
class RequestTargetsTest extends FaceTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{kind=\"raw\"}",
                "kind=\"raw\"", // what curl makes of it
                "%7Bkind%3D%22raw%22%7D",
                "{kind=~\"ra[w]|<x>|^y`\\\\d\"}",
            })
    void aSelectorNeedsNotBeEncoded(String select) throws IOException {
        FedStream stream = newStream(Map.of("kind", "raw")).numbers(0, 1);
        String name = stream.stream().name().value();
        try (HttpClient log = HttpClient.get(url(), "/log?select=" + select);
                HttpClient list = HttpClient.get(url(), "/streams?select=" + select)) {
            assertThat(log.text()).contains(name + " | 0\n");
            assertThat(list.text()).contains("\"name\":\"" + name + "\"");
        }
    }

    @Test
    void aPatternNeedsNotBeEncoded() throws IOException {
        FedStream stream = newStream().stdout("{\"a\":[1]}\n[x]\n");
        assertThat(body(stream, "?grep=^{\"a\":\\[1\\]}$")).isEqualTo("{\"a\":[1]}\n");
    }

    @ParameterizedTest
    @CsvSource({
        "/streams/{web}/log, path, /streams/{web}/log",
        "/streams/a%zzb/log, path, /streams/a%zzb/log",
        "/streams/web;x=1/log, path, /streams/web;x=1/log",
        "/streams/web/log;, path, /streams/web/log;",
        "/ws;x=1, path, /ws;x=1",
        "//streams, path, //streams",
        "/streams//web, path, /streams//web",
        "/q//metrics, path, /q//metrics",
        "/streams/../log, path, /streams/../log",
        "/streams/web/., path, /streams/web/.",
        "/streams/%2e%2e/log, path, /streams/%2e%2e/log",
        "/q/health/.%2E/metrics, path, /q/health/.%2E/metrics",
        "/streams/a%2fb/log, path, /streams/a%2fb/log",
        "/streams/a%2Fb/log, path, /streams/a%2Fb/log",
        "/streams/%5c, path, /streams/%5c",
        "/streams/a%00, path, /streams/a%00",
        "http://localhost//streams, path, //streams",
        "/streams?select=%zz, query, select=%zz",
        "/streams?select=%7, query, select=%7",
    })
    void whatCannotBeReadIsNamed(String target, String part, String value) throws IOException {
        try (HttpClient client = HttpClient.get(url(), target)) {
            assertThat(client.status()).isEqualTo(400);
            assertThat(client.header("Content-Type")).isEqualTo(Problem.MEDIA_TYPE);
            JsonNode problem = JSON.readTree(client.text());
            assertThat(problem.get("parameter").asText()).isEqualTo(part);
            assertThat(problem.get("value").asText()).isEqualTo(value);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /nowhere",
        "POST, /nowhere",
        "GET, /streams/batch/nowhere",
        "GET, /streams/batch/runs/17",
        "GET, /q/nowhere",
        "GET, /api/v1/query",
    })
    void aCallThatThereIsNotIsNamed(String method, String path) {
        given().baseUri(url().toString())
                .request(method, path)
                .then()
                .statusCode(404)
                .contentType(Problem.MEDIA_TYPE)
                .body("value", equalTo(path))
                .body("status", equalTo(404));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "POST   | /streams                    | GET, HEAD, OPTIONS",
                "DELETE | /streams/batch              | GET, HEAD, OPTIONS",
                "PUT    | /streams/batch/log          | GET, HEAD, OPTIONS",
                "POST   | /log                        | GET, HEAD, OPTIONS",
                "GET    | /streams/batch/lines        | OPTIONS, POST",
                "PUT    | /streams/batch/runs         | GET, HEAD, OPTIONS, POST",
                "PUT    | /streams/batch/runs/        | GET, HEAD, OPTIONS, POST",
                "POST   | /streams/batch/runs/current | DELETE, OPTIONS",
                "POST   | /                           | GET, HEAD",
                "PUT    | /index.html                 | GET, HEAD",
                "DELETE | /login.css                  | GET, HEAD",
                "PUT    | /page/viewer.css            | GET, HEAD",
                "PUT    | /ws                         | GET",
                "POST   | /q/metrics                  | GET, HEAD",
                "DELETE | /q/metrics                  | GET, HEAD",
                "POST   | /q/health                   | GET, HEAD",
                "PUT    | /q/health/live              | GET, HEAD",
                "PUT    | /q/health/ready             | GET, HEAD",
                "PUT    | /q/health/started           | GET, HEAD",
                "OPTIONS | /q/openapi                 | GET, HEAD",
            })
    void aMethodThatThePathDoesNotTakeIsAProblemThatNamesThose(
            String method, String path, String allowed) {
        given().baseUri(url().toString())
                .request(method, path)
                .then()
                .statusCode(405)
                .contentType(Problem.MEDIA_TYPE)
                .header("Allow", allowed)
                .body("status", equalTo(405))
                .body("value", equalTo(method))
                .body("accepted", equalTo(allowed))
                .body("detail", containsString("accepted there: " + allowed));
    }

    @Test
    void aListThatIsOfferedInNoWantedFormatIsAProblemToo() {
        given().baseUri(url().toString())
                .header("Accept", "image/png")
                .get("/streams")
                .then()
                .statusCode(406)
                .contentType(Problem.MEDIA_TYPE);
    }
}
