package dev.tailrace.face;

import dev.tailrace.hub.FedStream;
import dev.tailrace.hub.Hub;
import dev.tailrace.log.LogConfig;
import dev.tailrace.log.TestLogs;
import dev.tailrace.model.Labels;
import io.quarkus.test.common.http.TestHTTPResource;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URL;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** What the tests of the faces share: the running gateway, and a stream for each test. */
abstract class FaceTest {
    private static final AtomicInteger STREAMS = new AtomicInteger();

    @Inject @Nullable Hub hub;
    @TestHTTPResource @Nullable URL url;

    /** A new stream, whose name nobody else has. */
    FedStream newStream() {
        return FedStream.start(hub(), newName());
    }

    FedStream newStream(Map<String, String> labels) {
        return FedStream.start(hub(), newName(), new Labels(labels), Optional.empty());
    }

    /** A new stream that keeps little in memory. */
    FedStream newStream(int tailBytes) {
        LogConfig.Overrides overrides = TestLogs.withTail(tailBytes);
        return FedStream.start(hub(), newName(), Labels.NONE, Optional.of(overrides));
    }

    private static String newName() {
        return "s" + STREAMS.incrementAndGet();
    }

    Hub hub() {
        return Objects.requireNonNull(hub);
    }

    URL url() {
        return Objects.requireNonNull(url);
    }

    /** Asks for the stream's log with {@code query}, which begins with {@code ?} or is empty. */
    HttpClient get(FedStream stream, String query, String... headers) throws IOException {
        return HttpClient.get(url(), path(stream) + query, headers);
    }

    static String path(FedStream stream) {
        return "/streams/" + stream.stream().name() + "/log";
    }

    /** The whole body of a response that ends. */
    String body(FedStream stream, String query, String... headers) throws IOException {
        try (HttpClient client = get(stream, query, headers)) {
            return client.text();
        }
    }

    EventStream events(HttpClient client) {
        return new EventStream(client.body());
    }
}
