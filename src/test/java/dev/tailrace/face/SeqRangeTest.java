package dev.tailrace.face;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tailrace.hub.FedStream;
import dev.tailrace.model.StreamName;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A part of a log by the numbers of its records. */
@QuarkusTest
@TestProfile(FaceProfile.class)
class SeqRangeTest extends FaceTest {
    private static final String GAPPED = "/streams/" + GatewayFolder.GAPPED + "/log";

    @ParameterizedTest
    @EnumSource
    void bothEndsAreIncluded(Form form) throws IOException {
        FedStream stream = newStream().numbers(0, 30);
        assertThat(lines(form, stream, "?seq=7-11")).isEqualTo(numbers(7, 11));
        assertThat(lines(form, stream, "?seq=0-0")).isEqualTo(numbers(0, 0));
        assertThat(lines(form, stream, "?seq=29-29")).isEqualTo(numbers(29, 29));
    }

    @ParameterizedTest
    @EnumSource
    void whatThereIsNotYetIsNotWaitedFor(Form form) throws IOException {
        FedStream stream = newStream().numbers(0, 30);
        assertThat(lines(form, stream, "?seq=25-999999999999999999")).isEqualTo(numbers(25, 29));
        assertThat(lines(form, stream, "?seq=30-40")).isEmpty();
        assertThat(lines(form, stream, "?seq=500-600")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void whatElseIsAskedForIsMeantWithinTheRange(Form form) throws IOException {
        FedStream stream = newStream().numbers(0, 30);
        assertThat(lines(form, stream, "?seq=10-19&limit=2")).isEqualTo(numbers(10, 11));
        assertThat(lines(form, stream, "?seq=10-19&grep=5")).isEqualTo(numbers(15, 15));
        assertThat(lines(form, stream, "?seq=10-19&until=1h")).isEmpty();
        assertThat(lines(form, stream, "?seq=10-19&follow=false")).isEqualTo(numbers(10, 19));
    }

    @Test
    void whatIsGoneOfTheRangeIsAGap() throws IOException {
        try (HttpClient client =
                HttpClient.get(url(), GAPPED + "?seq=20-25", Form.NDJSON.accept())) {
            List<JsonNode> objects = Form.NDJSON.objects(client.text());
            assertThat(objects.getFirst())
                    .hasToString(
                            "{\"gap\":{\"from\":20,\"to\":23,\"lines\":4,\"reason\":\"retention\"}}");
            assertThat(objects).hasSize(3);
        }
        try (HttpClient client = HttpClient.get(url(), GAPPED + "?seq=3-5", Form.NDJSON.accept())) {
            assertThat(client.text())
                    .isEqualTo(
                            "{\"gap\":{\"from\":3,\"to\":5,\"lines\":3,\"reason\":\"retention\"}}\n");
        }
    }

    @Test
    void theHeadersSayWhichLogItIs() throws IOException {
        try (HttpClient client = HttpClient.get(url(), GAPPED + "?seq=20-25")) {
            String epoch =
                    hub().streams()
                            .find(new StreamName(GatewayFolder.GAPPED))
                            .orElseThrow()
                            .epoch()
                            .value();
            assertThat(client.header("Tailrace-Epoch")).isEqualTo(epoch);
        }
    }

    @Test
    void aBrowserThatComesBackGoesOnWithinTheRange() throws IOException {
        FedStream stream = newStream().numbers(0, 30);
        String epoch = stream.stream().epoch().value();
        assertThat(
                        Form.SSE.lines(
                                body(
                                        stream,
                                        "?seq=7-11",
                                        Form.SSE.accept(),
                                        "Last-Event-ID: " + epoch + "-8")))
                .isEqualTo(numbers(9, 11));
        try (HttpClient client =
                get(stream, "?seq=7-11", Form.SSE.accept(), "Last-Event-ID: " + epoch + "-11")) {
            assertThat(client.status()).isEqualTo(204);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"from=first", "tail=3", "since=1h", "follow=true"})
    void anotherStartOrEndBesideItIsRefusedByName(String other) throws IOException {
        FedStream stream = newStream().numbers(0, 30);
        String name = other.startsWith("follow") ? other : other.substring(0, other.indexOf('='));
        try (HttpClient client = get(stream, "?seq=1-2&" + other)) {
            assertThat(client.status()).isEqualTo(400);
            assertThat(client.text()).contains("'seq'", "but there is " + name);
        }
    }

    private List<String> lines(Form form, FedStream stream, String query) throws IOException {
        return form.lines(body(stream, query, form.accept()));
    }

    private static List<String> numbers(int first, int last) {
        return IntStream.rangeClosed(first, last).mapToObj(Integer::toString).toList();
    }
}
