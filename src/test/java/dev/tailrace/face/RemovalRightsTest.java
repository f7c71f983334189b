package dev.tailrace.face;

import static dev.tailrace.face.TokenFolder.ALL;
import static dev.tailrace.face.TokenFolder.PUSHER;
import static dev.tailrace.face.TokenFolder.WEB;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.hub.FedStream;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Who may remove what. */
@QuarkusTest
@TestProfile(TokensProfile.class)
class RemovalRightsTest extends TokenTest {
    private HttpClient delete(String token, FedStream stream, String query) throws IOException {
        return ask("DELETE", "/streams/" + stream.stream().name() + query, bearer(token));
    }

    @Test
    void whoeverMayOnlyReadRemovesNothingAndSeesNotWhatWouldGo() throws IOException {
        FedStream stream = stream("web-removal").numbers(0, 3);
        for (String query : new String[] {"", "?force=true", "?dry-run=true", "?before=1d"}) {
            try (HttpClient client = delete(WEB, stream, query)) {
                assertThat(client.status()).isEqualTo(403);
                assertThat(client.text()).contains("not among those").doesNotContain("bytes");
            }
        }
        assertThat(stream.stream().first()).isZero();
        stream.end();
    }

    @Test
    void whoeverMayNotReadItIsToldOfNone() throws IOException {
        FedStream stream = stream("build-removal").numbers(0, 3);
        try (HttpClient client = delete(PUSHER, stream, "?force=true")) {
            assertThat(client.status()).isEqualTo(404);
        }
        assertThat(stream.stream().first()).isZero();
        stream.end();
    }

    @Test
    void whoHasRemovedItIsOnRecord() throws IOException {
        FedStream stream = stream("web-recorded").numbers(0, 3);
        try (HttpClient client = delete(ALL, stream, "?force=true")) {
            assertThat(client.status()).isEqualTo(200);
        }
        try (HttpClient client =
                get(WEB, "/streams/web-recorded/log", "Accept: application/x-ndjson")) {
            assertThat(client.text()).contains("\"state\":\"removed\"", "\"by\":\"all\"");
        }
        stream.end();
    }
}
