package dev.tailrace.face;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.hub.FedStream;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** History as gzip, for those who ask for it. */
@QuarkusTest
@TestProfile(FaceProfile.class)
class GzipTest extends FaceTest {
    private static final String GZIP = "Accept-Encoding: gzip";
    private static final long SEED = 1952;

    @ParameterizedTest
    @EnumSource
    void historyIsTheSameAsGzip(Form form) throws IOException {
        FedStream stream = newStream();
        for (int i = 0; i < 20; i++) {
            stream.numbers(i * 1000, i * 1000 + 1000);
        }
        String plain = withoutRetry(body(stream, "?follow=false", form.accept()));
        try (HttpClient client = get(stream, "?follow=false", form.accept(), GZIP)) {
            assertThat(client.header("Content-Encoding")).isEqualTo("gzip");
            assertThat(client.header("Content-Type")).startsWith(form.mediaType);
            assertThat(client.header("Vary")).isEqualTo("Accept, Accept-Encoding");
            byte[] body = client.body().readAllBytes();
            String inflated = new String(inflated(body), UTF_8);
            assertThat(withoutRetry(inflated)).isEqualTo(plain);
            assertThat(body.length).isLessThan(plain.length() / 2);
        }
    }

    /** The opening of events has an interval of its own. */
    private static String withoutRetry(String body) {
        return Form.withoutHeartbeats(body).replaceFirst("retry: \\d+", "");
    }

    private static byte[] inflated(byte[] body) throws IOException {
        try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(body))) {
            return gzip.readAllBytes();
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatHasNoLinesIsWholeGzipToo(Form form) throws IOException {
        FedStream stream = newStream();
        try (HttpClient client = get(stream, "?follow=false", form.accept(), GZIP)) {
            if (form == Form.SSE) {
                // Nothing, and no more to come: the browser is not to ask again.
                assertThat(client.status()).isEqualTo(204);
            } else {
                byte[] body = client.body().readAllBytes();
                assertThat(new String(inflated(body), UTF_8)).doesNotContain("seq");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void whoFollowsGetsItsBytesAsTheyAre(Form form) throws IOException {
        FedStream stream = newStream().numbers(0, 3);
        try (HttpClient client = get(stream, "?follow=true&limit=3", form.accept(), GZIP)) {
            assertThat(client.header("Content-Encoding")).isEmpty();
            assertThat(client.header("Vary")).isEqualTo("Accept, Accept-Encoding");
            assertThat(form.lines(client.text())).containsExactly("0", "1", "2");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    gzip                           | true
                    GZIP                           | true
                    x-gzip                         | true
                    gzip;q=0.1                     | true
                    gzip; q=1.000                  | true
                    deflate, gzip, br, zstd        | true
                    br;q=1.0, gzip;q=0.8, *;q=0.1  | true
                    *                              | true
                    identity;q=0.5, gzip;q=1.0     | true
                    identity;q=0, *                | true
                    ''                             | false
                    identity                       | false
                    deflate, br                    | false
                    gzip;q=0                       | false
                    gzip;q=0.000, *                | false
                    *;q=0                          | false
                    identity, gzip;q=0.5           | false
                    gzip;q=2                       | false
                    gzip;q=x                       | false
                    gzipped                        | false
                    """)
    void theClientChooses(String accepted, boolean gzip) throws IOException {
        FedStream stream = newStream().numbers(0, 3);
        String header = "Accept-Encoding: " + accepted;
        try (HttpClient client = get(stream, "", header)) {
            assertThat(client.header("Content-Encoding")).isEqualTo(gzip ? "gzip" : "");
            byte[] body = client.body().readAllBytes();
            assertThat(new String(gzip ? inflated(body) : body, UTF_8)).isEqualTo("0\n1\n2\n");
            client.request("HEAD", path(stream), header);
            assertThat(client.header("Content-Encoding")).isEqualTo(gzip ? "gzip" : "");
            assertThat(client.header("Vary")).isEqualTo("Accept, Accept-Encoding");
        }
    }

    @Test
    void severalHeadersAreAsOne() throws IOException {
        FedStream stream = newStream().numbers(0, 3);
        try (HttpClient client = get(stream, "", "Accept-Encoding: br", GZIP)) {
            assertThat(inflated(client.body().readAllBytes())).asString().isEqualTo("0\n1\n2\n");
        }
    }

    /** 12 MB that hardly shrink, of which a client takes the first and then nothing. */
    @Test
    void aClientThatStopsReadingHasOnlyAPageCompressed() throws IOException {
        int lines = 12_000;
        FedStream stream = newStream();
        Random random = new Random(SEED);
        StringBuilder sent = new StringBuilder();
        for (int i = 0; i < lines; i += 100) {
            StringBuilder some = new StringBuilder();
            for (int line = 0; line < 100; line++) {
                random.ints(1000, '0', 'z').forEach(character -> some.append((char) character));
                some.append('\n');
            }
            sent.append(some);
            stream.stdout(some.toString());
        }
        try (HttpClient client = HttpClient.get(url(), 64 * 1024, path(stream), GZIP)) {
            InputStream body = new GZIPInputStream(client.body());
            String first = HttpClient.text(body, 1000);
            awaitRest(() -> delivered(stream, "text"));
            // What the sockets hold, which the kernel lets grow to some MB.
            assertThat(delivered(stream, "text")).isBetween(1.0, 0.6 * lines);
            String rest = new String(body.readAllBytes(), UTF_8);
            assertThat(first + rest).as("seed " + SEED).isEqualTo(sent.toString());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"limit=2", "until=0s", "tail=2"})
    void anEndingIsTheEndOfTheGzipToo(String query) throws IOException {
        FedStream stream = newStream().numbers(0, 5);
        try (HttpClient client = get(stream, "?follow=false&" + query, Form.SSE.accept(), GZIP)) {
            String body = new String(inflated(client.body().readAllBytes()), UTF_8);
            assertThat(Form.events(body).getLast().type()).isEqualTo("end");
        }
    }
}
