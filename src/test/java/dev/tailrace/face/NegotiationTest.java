package dev.tailrace.face;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tailrace.hub.FedStream;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which format a client gets for its {@code Accept}. */
@QuarkusTest
@TestProfile(FaceProfile.class)
class NegotiationTest extends FaceTest {
    @Test
    void whoDoesNotSayGetsText() throws IOException {
        FedStream stream = newStream().numbers(0, 3);
        try (HttpClient client = get(stream, "")) {
            assertThat(client.header("Content-Type")).isEqualTo("text/plain; charset=utf-8");
            assertThat(client.text()).isEqualTo("0\n1\n2\n");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "*/* | text/plain; charset=utf-8",
                "text/* | text/plain; charset=utf-8",
                "text/plain | text/plain; charset=utf-8",
                "TEXT/Plain | text/plain; charset=utf-8",
                "text/plain;charset=utf-8 | text/plain; charset=utf-8",
                "application/x-ndjson | application/x-ndjson",
                "application/* | application/x-ndjson",
                "application/json | application/x-ndjson",
                "application/ndjson | application/x-ndjson",
                "application/jsonl | application/x-ndjson",
                "application/json, text/plain, */* | text/plain; charset=utf-8",
                "text/event-stream | text/event-stream",
                "text/event-stream, */*;q=0.1 | text/event-stream",
                "text/plain;q=0.5, text/event-stream | text/event-stream",
                "text/event-stream;q=0.2, application/x-ndjson;q=0.8 | application/x-ndjson",
                "text/html, application/xml;q=0.9, */*;q=0.8 | text/plain; charset=utf-8",
                "text/event-stream;q=0, */* | text/plain; charset=utf-8",
                "text/plain;q=0, */*;q=0.1 | application/x-ndjson",
                "application/json, application/x-ndjson;q=0.1 | application/x-ndjson",
            })
    void theFormatIsWhatTheClientLikesBest(String accept, String type) throws IOException {
        FedStream stream = newStream().numbers(0, 3);
        try (HttpClient client = get(stream, "?follow=false", "Accept: " + accept)) {
            assertThat(client.status()).isEqualTo(200);
            assertThat(client.header("Content-Type")).isEqualTo(type);
            client.text();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/xml", "text/html", "image/*", "text/plain;q=0"})
    void whoAcceptsNothingThatIsOfferedIsTold(String accept) throws IOException {
        FedStream stream = newStream();
        String body =
                given().baseUri(url().toString())
                        .header("Accept", accept)
                        .get(path(stream))
                        .then()
                        .statusCode(406)
                        .contentType(Problem.MEDIA_TYPE)
                        .extract()
                        .asString();
        var problem = new ObjectMapper().readTree(body);
        assertThat(problem.get("status").asInt()).isEqualTo(406);
        assertThat(problem.get("detail").asText()).contains(accept);
        assertThat(problem.get("accepted").asText())
                .isEqualTo("text/plain, application/x-ndjson, text/event-stream");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", ";;;", "text/plain;q=x", "/"})
    void anAcceptThatIsNoneIsNotAcceptable(String accept) throws IOException {
        FedStream stream = newStream().numbers(0, 3);
        try (HttpClient client = get(stream, "", "Accept: " + accept)) {
            assertThat(client.status()).isEqualTo(406);
        }
    }
}
