package dev.tailrace.face;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.net.URL;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

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

    private static final String[] UNCLEAR = {
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
        "Host: localhost\r\nContent-Length: 0\r\n\r\n"
    };

    /** On a connection of its own, and on one that has served before. */
    private static List<HttpClient> send(URL to, String rest) throws IOException {
        String request =
                "POST /streams/configured/lines HTTP/1.1\r\nHost: localhost\r\n"
                        + "Content-Type: text/plain\r\n"
                        + rest
                        + HIDDEN;
        HttpClient later = HttpClient.get(to, "/q/health/live");
        later.text();
        List<HttpClient> both = List.of(HttpClient.connect(to), later);
        for (HttpClient client : both) {
            client.send(request.getBytes(ISO_8859_1));
        }
        return both;
    }

    @Test
    void aRequestOfUnclearLengthIsRefusedAndTheLastOfItsConnection() throws IOException {
        // Each is closed a while after its answer: so many at once as may push.
        int group = FaceProfile.MAX_REQUESTS / 2;
        for (int i = 0; i < UNCLEAR.length; i += group) {
            await().until(() -> gauge("tailrace.push.requests.under.way") == 0);
            refuses(List.of(UNCLEAR).subList(i, Math.min(i + group, UNCLEAR.length)));
        }
        try (HttpClient client = HttpClient.get(url(), "/streams/smuggled")) {
            assertThat(client.status()).isEqualTo(404);
        }
    }

    private void refuses(List<String> unclear) throws IOException {
        Map<HttpClient, String> clients = new LinkedHashMap<>();
        try {
            for (String rest : unclear) {
                send(url(), rest).forEach(client -> clients.put(client, rest));
            }
            for (Map.Entry<HttpClient, String> each : clients.entrySet()) {
                each.getKey().readHead();
                assertThat(each.getKey().status()).as(each.getValue()).isEqualTo(400);
                each.getKey().text();
                assertThat(each.getKey().isClosed()).as(each.getValue()).isTrue();
            }
        } finally {
            for (HttpClient client : clients.keySet()) {
                client.close();
            }
        }
    }
}
