package dev.tailrace.face;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.hub.FedStream;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The books of a stream: what was published, and what became of it. */
@QuarkusTest
@TestProfile(FaceProfile.class)
class AccountingTest extends FaceTest {
    private static final int TAIL_BYTES = 64 * 1024;
    private static final int SMALL = 8 * 1024;

    /** Lines of half a kilobyte, of which sockets hold half: the kernel lets one grow to 4 MB. */
    private static final int FAR_BEHIND = 16_000;

    private Metrics metrics() {
        return Metrics.of(url());
    }

    private static String label(FedStream stream) {
        return "stream=\"" + stream.stream().name() + "\"";
    }

    private static double accounted(Metrics metrics, FedStream stream) {
        return metrics.sum("tailrace_stream_delivered_lines_total", label(stream))
                + metrics.sum("tailrace_stream_filtered_lines_total", label(stream))
                + metrics.sum("tailrace_stream_gap_lines_total", label(stream));
    }

    @Test
    void whatWasPublishedIsCountedInLinesAndBytes() {
        FedStream stream = newStream().stdout("one\nthree\n").stderr("\n");
        String labels = "{" + label(stream) + "}";
        assertThat(metrics().value("tailrace_published_lines_total" + labels)).isEqualTo(3);
        assertThat(metrics().value("tailrace_published_bytes_total" + labels)).isEqualTo(8);
    }

    @ParameterizedTest
    @EnumSource
    void deliveredFilteredAndGapsArePublished(Form form) throws IOException {
        FedStream stream = newStream().numbers(0, 1000).stderr("a\nb\n");
        body(stream, "?from=first&follow=false&origin=stdout&grep=7", form.accept());
        String face = "face=\"" + form.name().toLowerCase(java.util.Locale.ROOT) + "\"";
        Metrics metrics = metrics();
        assertThat(accounted(metrics, stream))
                .isEqualTo(metrics.value("tailrace_published_lines_total{" + label(stream) + "}"))
                .isEqualTo(1002);
        String both = "{" + face + "," + label(stream) + "}";
        assertThat(metrics.value("tailrace_stream_delivered_lines_total" + both)).isEqualTo(271);
        assertThat(metrics.value("tailrace_stream_filtered_lines_total" + both)).isEqualTo(731);
    }

    @ParameterizedTest
    @EnumSource
    void theyAreForAReaderThatFellBehindAndMissedSome(Form form) throws IOException {
        FedStream stream = newStream(TAIL_BYTES);
        String query = "?follow=true&from=first&overflow=latest&grep=1";
        try (HttpClient client =
                HttpClient.get(url(), SMALL, path(stream) + query, form.accept())) {
            // More than sockets and tail hold, so that it misses what comes next.
            for (int i = 0; i < 16; i++) {
                stream.numbers(i * 1000, i * 1000 + 1000).stdout("x".repeat(500_000) + "1\n");
            }
            Thread reading = Thread.ofVirtual().start(() -> drain(client));
            await().untilAsserted(() -> {
                Metrics metrics = metrics();
                assertThat(accounted(metrics, stream))
                        .isEqualTo(
                                metrics.value(
                                        "tailrace_published_lines_total{" + label(stream) + "}"));
            });
            assertThat(metrics().sum("tailrace_stream_gap_lines_total", label(stream)))
                    .isPositive();
            stream.end();
            await().until(() -> !reading.isAlive());
        }
    }

    private static void drain(HttpClient client) {
        try {
            client.text();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void subscriptionsAreCountedByHowTheirStartWasMet() throws IOException {
        FedStream stream = newStream().numbers(0, 10);
        Metrics before = metrics();
        String own = stream.stream().epoch() + "-3";
        for (String from : new String[] {"first", own, own, "zzzzzzzz-1"}) {
            body(stream, "?follow=false&from=" + from);
        }
        Metrics after = metrics();
        assertThat(resumed(after, "start") - resumed(before, "start")).isEqualTo(1);
        assertThat(resumed(after, "exact") - resumed(before, "exact")).isEqualTo(2);
        assertThat(resumed(after, "reset") - resumed(before, "reset")).isEqualTo(1);
    }

    private static double resumed(Metrics metrics, String outcome) {
        return metrics.value("tailrace_resumptions_total{outcome=\"" + outcome + "\"}");
    }

    @Test
    void howFarReadersAreBehindIsSampledWhileTheyAreOpen() throws IOException {
        FedStream stream = newStream(TAIL_BYTES);
        double far = bucket("+Inf") - bucket("1000.0");
        String path = path(stream) + "?follow=true&from=first";
        try (HttpClient stalled = HttpClient.get(url(), SMALL, path)) {
            for (int i = 0; i < FAR_BEHIND / 1000; i++) {
                stream.stdout(("x".repeat(499) + "\n").repeat(1000));
            }
            await().until(() -> bucket("+Inf") - bucket("1000.0") > far);
            assertThat(metrics().value("tailrace_fallbacks_total{" + label(stream) + "}"))
                    .isPositive();
            assertThat(stalled.status()).isEqualTo(200);
        }
    }

    private double bucket(String bound) {
        return metrics().value("tailrace_lag_lines_bucket{le=\"" + bound + "\"}");
    }
}
