package dev.tailrace.face;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.hub.FedStream;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What stands around the lines: the head, and the connection. */
@QuarkusTest
@TestProfile(FaceProfile.class)
class ResponseTest extends FaceTest {
    @ParameterizedTest
    @EnumSource
    void theHeadKeepsProxiesFromHoldingLinesBack(Form form) throws IOException {
        FedStream stream = newStream();
        try (HttpClient client = get(stream, "?follow=true", form.accept())) {
            assertThat(client.status()).isEqualTo(200);
            assertThat(client.header("Content-Type")).startsWith(form.mediaType);
            assertHead(client, stream);
            assertThat(client.header("Transfer-Encoding")).isEqualTo("chunked");
            assertThat(client.header("Content-Length")).isEmpty();
        }
    }

    private static void assertHead(HttpClient client, FedStream stream) {
        assertThat(client.header("Cache-Control")).isEqualTo("no-store, no-transform");
        assertThat(client.header("X-Accel-Buffering")).isEqualTo("no");
        assertThat(client.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(client.header("Vary")).containsIgnoringCase("accept");
        assertThat(client.header("Tailrace-Epoch")).isEqualTo(stream.stream().epoch().value());
    }

    @ParameterizedTest
    @EnumSource
    void theHeadOfASilentStreamComesAtOnceAndEachLineWhenItIsThere(Form form) throws IOException {
        FedStream stream = newStream();
        // That this returns at all is the first half: it has read the head, and nothing is sent.
        try (HttpClient client = get(stream, "?follow=true", form.accept())) {
            InputStream body = client.body();
            String seen = "";
            for (String line : new String[] {"first", "second"}) {
                stream.stdout(line + "\n");
                while (!seen.contains(line)) {
                    seen = seen + HttpClient.text(body, 1);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void theHeadAloneCanBeHad(Form form) throws IOException {
        FedStream stream = newStream().numbers(0, 3);
        try (HttpClient client = get(stream, "?limit=1", form.accept())) {
            client.text();
            client.request("HEAD", path(stream), form.accept());
            assertThat(client.status()).isEqualTo(200);
            assertThat(client.header("Content-Type")).startsWith(form.mediaType);
            assertHead(client, stream);
            assertThat(client.header("Content-Length")).isEmpty();
            // And no byte of a body: the next response begins right after it.
            client.request("GET", path(stream) + "?follow=false", form.accept());
            assertThat(form.lines(client.text())).containsExactly("0", "1", "2");
            await().until(() -> stream.stream().readers().count() == 0);
        }
    }

    @Test
    void theHeadOfWhatIsNotThereSaysSo() throws IOException {
        try (HttpClient client = get(newStream(), "?limit=1&until=0s")) {
            client.text();
            client.request("HEAD", "/streams/nobody/log");
            assertThat(client.status()).isEqualTo(404);
        }
    }

    @Test
    void oneConnectionServesOneResponseAfterTheOther() throws IOException {
        FedStream stream = newStream().numbers(0, 3);
        try (HttpClient client = get(stream, "")) {
            assertThat(client.text()).isEqualTo("0\n1\n2\n");
            for (int i = 0; i < 50; i++) {
                client.request("GET", path(stream) + "?tail=1", Form.TEXT.accept());
                assertThat(client.text()).isEqualTo("2\n");
            }
        }
    }
}
