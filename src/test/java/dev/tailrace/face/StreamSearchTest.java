package dev.tailrace.face;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tailrace.face.EventStream.Event;
import dev.tailrace.hub.FedStream;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code GET /streams/NAME/search}, whose exactness is the matter of {@code SearchTest}. */
@QuarkusTest
@TestProfile(FaceProfile.class)
class StreamSearchTest extends FaceTest {
    /** RE2/J takes 28 us for each byte of letters. */
    private static final String SLOW = "[a-z]{990}[XYZ]";

    @BeforeEach
    void awaitTheEndOfSearches() {
        await().until(() -> gauge("tailrace.search.running") == 0);
    }

    private HttpClient search(String stream, String query) throws IOException {
        return HttpClient.get(url(), "/streams/" + stream + "/search?" + query);
    }

    private HttpClient search(FedStream stream, String query) throws IOException {
        return search(stream.stream().name().value(), query);
    }

    private static String grep(String pattern) {
        return "grep=" + URLEncoder.encode(pattern, StandardCharsets.UTF_8);
    }

    private List<Event> events(String stream, String query) throws IOException {
        try (HttpClient client = search(stream, query)) {
            assertThat(client.status()).isEqualTo(200);
            EventStream in = events(client);
            List<Event> all = new ArrayList<>();
            for (Event event = in.next(); event != null; event = in.next()) {
                all.add(event);
            }
            return all;
        }
    }

    private List<Event> events(FedStream stream, String query) throws IOException {
        return events(stream.stream().name().value(), query);
    }

    @Test
    void beginsWithWhereItIsAndEndsWithWhereToGoOn() throws IOException {
        FedStream stream = newStream().numbers(0, 30);
        List<Event> events = events(stream, "grep=7&at=20");
        String epoch = stream.stream().epoch().value();
        assertThat(events.getFirst().type()).isEqualTo("hello");
        assertThat(events.getFirst().data())
                .isEqualTo("{\"epoch\":\"" + epoch + "\",\"first\":0,\"next\":30,\"at\":20}");
        assertThat(events.subList(1, events.size() - 1))
                .hasSizeGreaterThanOrEqualTo(2)
                .allMatch(event -> event.type().equals("message"))
                .allMatch(event ->
                        event.data()
                                .matches(
                                        "\\{\"from\":\\d+,\"to\":\\d+,\"matches\":\\[[\\d,]*],\"scanned\":\\d+}"));
        assertThat(events.getLast().type()).isEqualTo("done");
        assertThat(events.getLast().data())
                .startsWith(
                        "{\"reason\":\"exhausted\",\"next\":{\"desc\":null,\"asc\":null},"
                                + "\"matches\":3,\"scanned\":");
    }

    @ParameterizedTest
    @CsvSource({
        "order=desc&limit=1, 28..29, [28], 28, null",
        "order=asc&limit=2&at=5, 5..18, '[8,18]', null, 19",
        "order=desc&at=18, 0..17, [8], null, null",
        "invert&order=asc&at=28, 28..29, [29], null, null",
        "origin=stderr, 0..29, [], null, null",
        "limit=2, 18..29, '[18,28]', 18, null",
    })
    void goesTheWayThatIsAskedFor(
            String query, String range, String matches, String desc, String asc)
            throws IOException {
        FedStream stream = newStream().numbers(0, 30);
        List<Event> events = events(stream, "grep=8&" + query);
        long from = Long.MAX_VALUE;
        long to = -1;
        List<Long> found = new ArrayList<>();
        for (Event event : events.subList(1, events.size() - 1)) {
            JsonNode searched = event.json();
            from = Math.min(from, searched.get("from").asLong());
            to = Math.max(to, searched.get("to").asLong());
            searched.get("matches").forEach(match -> found.add(match.asLong()));
        }
        assertThat(from + ".." + to).isEqualTo(range);
        assertThat(found.stream().sorted().toList().toString().replace(" ", "")).isEqualTo(matches);
        JsonNode done = events.getLast().json();
        assertThat(done.get("next").get("desc")).hasToString(desc);
        assertThat(done.get("next").get("asc")).hasToString(asc);
        boolean capped = done.get("reason").asText().equals("capped");
        assertThat(capped).isEqualTo(!(desc + asc).equals("nullnull"));
    }

    @Test
    void timesAndRunsBoundIt() throws IOException {
        FedStream stream = newStream().numbers(0, 30);
        assertThat(events(stream, "grep=8&since=1h&until=1m")).hasSize(2);
        assertThat(events(stream, "grep=8&since=1h").getLast().json().get("matches").asInt())
                .isEqualTo(3);
        try (HttpClient client = search(stream, "grep=8&run=3")) {
            assertThat(client.status()).isEqualTo(404);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "order=asc, The parameter 'grep' is needed",
        "grep=(, The parameter 'grep' has the value '('",
        "grep=a&order=up, around",
        "grep=a&at=-1, 'the number of a record, from 0'",
        "grep=a&limit=0, a whole number from 1",
        "grep=a&follow=true, There is no parameter 'follow' here",
    })
    void whatIsWrongIsSaid(String query, String said) throws IOException {
        FedStream stream = newStream();
        try (HttpClient client = search(stream, query)) {
            assertThat(client.status()).isEqualTo(400);
            assertThat(client.text()).contains(said);
        }
    }

    @Test
    void aStreamThatIsNotThereIsUnknown() throws IOException {
        try (HttpClient client = search("nowhere", "grep=a")) {
            assertThat(client.status()).isEqualTo(404);
        }
    }

    @Test
    void closingTheConnectionEndsItAtOnce() throws IOException {
        FedStream stream = newStream();
        byte[] line = "a".repeat(1000).getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < 200; i++) {
            stream.stdout(new String(line, StandardCharsets.US_ASCII) + "\n");
        }
        await().until(() -> stream.stream().next() == 200);
        double gone = counter("tailrace.search.ended", "reason", "gone");
        double before = counter("tailrace.search.scanned.bytes");
        try (HttpClient client = search(stream, grep(SLOW))) {
            EventStream events = events(client);
            assertThat(Objects.requireNonNull(events.next()).type()).isEqualTo("hello");
            assertThat(Objects.requireNonNull(events.next()).type()).isEqualTo("message");
            assertThat(gauge("tailrace.search.running")).isEqualTo(1);
        }
        await().until(() -> counter("tailrace.search.ended", "reason", "gone") == gone + 1);
        await().until(() -> gauge("tailrace.search.running") == 0);
        // All would be 208,000.
        assertThat(counter("tailrace.search.scanned.bytes") - before).isLessThan(150_000);
    }

    @Test
    void oneMoreThanMayBeIsToComeBackLater() throws IOException {
        FedStream stream = newStream();
        for (int i = 0; i < 200; i++) {
            stream.stdout("a".repeat(1000) + "\n");
        }
        await().until(() -> stream.stream().next() == 200);
        double refused = counter("tailrace.search.refused");
        List<HttpClient> running = new ArrayList<>();
        try {
            for (int i = 0; i < (int) gauge("tailrace.search.max.running"); i++) {
                HttpClient client = search(stream, grep(SLOW));
                running.add(client);
                assertThat(client.status()).isEqualTo(200);
            }
            try (HttpClient more = search(stream, "grep=a")) {
                assertThat(more.status()).isEqualTo(503);
                assertThat(more.header("Retry-After")).isNotEmpty();
                assertThat(more.text()).contains("tailrace.search.max-running is ");
            }
        } finally {
            for (HttpClient client : running) {
                client.close();
            }
        }
        assertThat(counter("tailrace.search.refused")).isEqualTo(refused + 1);
    }
}
