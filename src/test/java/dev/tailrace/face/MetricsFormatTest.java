package dev.tailrace.face;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which format of the metrics a client gets for its {@code Accept}. */
@QuarkusTest
@TestProfile(FaceProfile.class)
class MetricsFormatTest extends FaceTest {
    private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";
    private static final String OPEN = "application/openmetrics-text; version=1.0.0; charset=utf-8";

    private String given(String... headers) throws IOException {
        try (HttpClient client = HttpClient.get(url(), "/q/metrics", headers)) {
            assertThat(client.status()).isEqualTo(200);
            String type = client.header("Content-Type");
            assertThat(client.text().endsWith("# EOF\n")).isEqualTo(OPEN.equals(type));
            return String.valueOf(type);
        }
    }

    @Test
    void whoDoesNotSayGetsText() throws IOException {
        assertThat(given()).isEqualTo(TEXT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*/*",
                "text/plain",
                "text/plain; version=0.0.4",
                "text/html, application/xhtml+xml, application/xml;q=0.9, */*;q=0.8",
                "application/*",
                "image/png",
                "no media type",
                "application/openmetrics-text; version=2.0.0",
                "application/openmetrics-text; q=0, */*",
                "application/openmetrics-text; q=0.4, text/plain; q=0.5",
                "application/openmetrics-text; q=0.4, */*",
            })
    void whoDoesNotAskForOpenMetricsByNameGetsText(String accept) throws IOException {
        assertThat(given("Accept: " + accept)).isEqualTo(TEXT);
    }

    /** The last three are what Prometheus 2, Prometheus 3, and 3 with native histograms send. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/openmetrics-text",
                "Application/OpenMetrics-Text",
                "application/openmetrics-text;version=1.0.0",
                "application/openmetrics-text; version=0.0.1",
                "application/openmetrics-text; version=1.0.0; charset=utf-8",
                "text/plain, application/openmetrics-text",
                "application/openmetrics-text; version=1.0.0, application/openmetrics-text;"
                        + " version=0.0.1;q=0.75, text/plain;version=0.0.4;q=0.5, */*;q=0.1",
                "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.5,"
                        + "application/openmetrics-text;version=0.0.1;q=0.4,"
                        + "text/plain;version=1.0.0;escaping=allow-utf-8;q=0.3,"
                        + "text/plain;version=0.0.4;q=0.2,*/*;q=0.1",
                "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;"
                        + "encoding=delimited;q=0.6,"
                        + "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.5,"
                        + "application/openmetrics-text;version=0.0.1;q=0.4,"
                        + "text/plain;version=0.0.4;q=0.3,*/*;q=0.2",
            })
    void whoAsksForOpenMetricsByNameGetsIt(String accept) throws IOException {
        assertThat(given("Accept: " + accept)).isEqualTo(OPEN);
    }

    @Test
    void aHeaderInSeveralLinesIsOne() throws IOException {
        assertThat(given("Accept: text/plain;q=0.1", "Accept: application/openmetrics-text"))
                .isEqualTo(OPEN);
    }
}
