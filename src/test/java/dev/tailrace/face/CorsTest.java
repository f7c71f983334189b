package dev.tailrace.face;

import static dev.tailrace.face.TokenFolder.WEB;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pages of other origins are let in by configuration, and nobody is kept out by that. */
@QuarkusTest
@TestProfile(TokensProfile.class)
class CorsTest extends TokenTest {
    private static final String SHOP = "Origin: " + TokensProfile.SHOP;
    private static final String ALLOWED = "Access-Control-Allow-Origin";

    @Test
    void aPageThatIsLetInIsToldSo() throws IOException {
        try (HttpClient client = ask("GET", "/streams", SHOP, bearer(WEB))) {
            assertThat(client.status()).isEqualTo(200);
            assertThat(client.header(ALLOWED)).isEqualTo(TokensProfile.SHOP);
        }
        String wanted = "Access-Control-Request-Method: DELETE";
        try (HttpClient client = ask("OPTIONS", "/streams", SHOP, wanted)) {
            assertThat(client.status()).isEqualTo(200);
            assertThat(client.header(ALLOWED)).isEqualTo(TokensProfile.SHOP);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "GET, Origin: http://evil.example, the gateway's own origin",
        "OPTIONS, Origin: https://shop.example.com:8443, the gateway's own origin",
        "GET, Origin: null, the gateway's own origin",
        "DELETE, Origin: https://shop.example.com, 'GET, POST'",
    })
    void whatIsNotLetInIsAProblemThatSaysWhy(String method, String origin, String accepted)
            throws IOException {
        try (HttpClient client = ask(method, "/streams", origin, bearer(WEB))) {
            assertThat(client.status()).isEqualTo(403);
            assertThat(client.header("Content-Type")).isEqualTo(Problem.MEDIA_TYPE);
            assertThat(client.text())
                    .contains("\"accepted\":\"" + accepted + "\"", "quarkus.http.cors.");
        }
    }

    @Test
    void aPageOfTheGatewaysOwnIsNoneOfAnotherOrigin() throws IOException {
        try (HttpClient client = ask("GET", "/streams", "Origin: http://localhost", bearer(WEB))) {
            assertThat(client.status()).isEqualTo(200);
            assertThat(client.header(ALLOWED)).isEmpty();
        }
    }
}
