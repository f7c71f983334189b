package dev.tailrace.face;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The API's description says who has to say who they are, and how. */
@QuarkusTest
@TestProfile(FaceProfile.class)
class DescribedAccessTest extends FaceTest {
    private JsonNode api() throws IOException {
        try (HttpClient client = HttpClient.get(url(), "/q/openapi?format=json")) {
            return new ObjectMapper().readTree(client.text());
        }
    }

    /** By method and path. */
    private Map<String, JsonNode> operations() throws IOException {
        Map<String, JsonNode> all = new TreeMap<>();
        for (var path : api().get("paths").properties()) {
            for (var call : path.getValue().properties()) {
                all.put(call.getKey() + " " + path.getKey(), call.getValue());
            }
        }
        return all;
    }

    private static void assertThatItHas(String status, JsonNode operation, String name) {
        assertThat(operation.path("responses").path(status).path("content").has(Problem.MEDIA_TYPE))
                .as(name + " may answer " + status + " with a problem")
                .isTrue();
    }

    @Test
    void thereAreFourWaysToSayWhoOneIs() throws IOException {
        JsonNode schemes = api().at("/components/securitySchemes");
        assertThat(schemes)
                .hasSize(4)
                .allSatisfy(scheme ->
                        assertThat(scheme.path("description").asText())
                                .contains("tailrace.auth.mode"));
        assertThat(schemes.at("/token/type").asText()).isEqualTo("http");
        assertThat(schemes.at("/token/scheme").asText()).isEqualTo("bearer");
        assertThat(schemes.at("/session/type").asText()).isEqualTo("apiKey");
        assertThat(schemes.at("/session/in").asText()).isEqualTo("cookie");
        assertThat(schemes.at("/session/name").asText()).isEqualTo("__Host-tailrace");
        assertThat(schemes.at("/ticket/in").asText()).isEqualTo("query");
        assertThat(schemes.at("/ticket/name").asText()).isEqualTo("ticket");
        assertThat(schemes.at("/certificate/type").asText()).isEqualTo("mutualTLS");
    }

    @Test
    void everyOperationNeedsOneOfThemButTheLoginAndTheLogout() throws IOException {
        Map<String, JsonNode> operations = operations();
        assertThat(operations)
                .containsKeys("get /ws", "get /log", "post /login", "post /streams/{name}/lines");
        operations.forEach((name, operation) -> {
            if (name.endsWith(" /login") || name.endsWith(" /logout")) {
                assertThat(operation.has("security")).as(name).isFalse();
            } else {
                assertThat(operation.path("security").toString())
                        .as(name)
                        .isEqualTo(
                                name.endsWith("/log") || name.equals("get /ws")
                                        ? ways("token", "session", "certificate", "ticket")
                                        : ways("token", "session", "certificate"));
                assertThatItHas("401", operation, name);
            }
        });
    }

    private static String ways(String... schemes) {
        return Stream.of(schemes)
                .map("{\"%s\":[]}"::formatted)
                .collect(Collectors.joining(",", "[", "]"));
    }

    /** Another host, too many requests of one address, what cannot be read or is unknown. */
    @Test
    void everyOperationRefusesWhatNoCallTakes() throws IOException {
        operations()
                .forEach((name, operation) -> {
                    for (String status : List.of("400", "421", "429")) {
                        assertThatItHas(status, operation, name);
                    }
                    assertThat(operation.at("/responses/429/description").asText())
                            .as(name)
                            .contains("one address");
                });
    }

    @Test
    void aLogIsResumedByAHeaderOrInTheQuery() throws IOException {
        operations()
                .forEach((name, operation) -> {
                    if (name.endsWith("/log")) {
                        assertThat(operation.path("parameters").findValuesAsText("name"))
                                .as(name)
                                .contains("Last-Event-ID", "last_event_id", "lastEventId");
                    }
                });
    }

    @Test
    void everyOperationRefusesPagesOfOtherOrigins() throws IOException {
        operations().forEach((name, operation) -> assertThatItHas("403", operation, name));
    }
}
