package dev.tailrace.face;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;

/**
 * A request that a proxy could take to end elsewhere, so that another hides in it (RFC 9112, 11.2):
 * it is refused, and nothing that comes after it is a request.
 */
@QuarkusTest
@TestProfile(FaceProfile.class)
class SmugglingTest extends FaceTest {
    private static final String HIDDEN =
            "POST /streams/smuggled/lines HTTP/1.1\r\nHost: localhost\r\n"
                    + "Content-Type: text/plain\r\nContent-Length: 1\r\n\r\nx";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n",
                "Content-Length: 0\r\nContent-Length: 0\r\n\r\n",
                "Content-Length: 0\r\nContent-Length: 4\r\n\r\n",
                "Content-Length: 0, 0\r\n\r\n",
                "Content-Length: +0\r\n\r\n",
                "Content-Length: -1\r\n\r\n",
                "Content-Length: 0x0\r\n\r\n",
                "Content-Length: \r\n\r\n",
                "Content-Length : 0\r\n\r\n",
                "Transfer-Encoding: gzip\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: identity\r\n\r\n",
                "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: gzip\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: \"chunked\"\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding\t: chunked\r\n\r\n0\r\n\r\n",
                "X: a\rTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "X: a\nContent-Length: 0\r\n\r\n",
                "X: a\0\r\n\r\n",
                "Transfer-Encoding: chunked\r\n\r\n0;a=\"\r\n\"\r\n\r\n",
                "Transfer-Encoding: chunked\r\n\r\n1;\nx\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked\r\n\r\n1;a=b\rc\r\nx\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked\r\n\r\n0x1\r\nx\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked\r\n\r\n-1\r\nx\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked\r\n\r\n1\r\nxx\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked\r\n\r\n1\nx\n0\n\n",
                "Transfer-Encoding: chunked\r\n\r\nffffffffffffffff1\r\nx\r\n0\r\n\r\n",
                "Host: localhost\r\nContent-Length: 0\r\n\r\n",
            })
    void aRequestOfUnclearLengthIsRefusedAndTheLastOfItsConnection(String rest) throws IOException {
        String request =
                "POST /streams/configured/lines HTTP/1.1\r\nHost: localhost\r\n"
                        + "Content-Type: text/plain\r\n"
                        + rest
                        + HIDDEN;
        try (HttpClient first = HttpClient.connect(url());
                HttpClient later = HttpClient.get(url(), "/q/health/live")) {
            later.text();
            for (HttpClient client : new HttpClient[] {first, later}) {
                client.send(request.getBytes(ISO_8859_1));
                client.readHead();
                assertThat(client.status()).as(client == first ? "first" : "later").isEqualTo(400);
                client.text();
                assertThat(client.isClosed()).isTrue();
            }
            assertThat(later.header("Connection")).isEqualTo("close");
        }
        try (HttpClient client = HttpClient.get(url(), "/streams/smuggled")) {
            assertThat(client.status()).isEqualTo(404);
        }
    }
}
