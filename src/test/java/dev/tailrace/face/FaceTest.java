package dev.tailrace.face;

import dev.tailrace.Waiting;
import dev.tailrace.hub.FedStream;
import dev.tailrace.hub.Hub;
import dev.tailrace.log.LogConfig;
import dev.tailrace.log.TestLogs;
import dev.tailrace.model.Labels;
import dev.tailrace.suite.Secrets;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.http.TestHTTPResource;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URL;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.DoubleSupplier;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What the tests of the faces share: the running gateway, and a stream for each test. */
abstract class FaceTest {
    private static final AtomicInteger STREAMS = new AtomicInteger();
    private static final Duration SOON = Duration.ofMillis(5);
    private static final Duration REST = Duration.ofMillis(200);

    @Inject @Nullable Hub hub;
    @Inject @Nullable MeterRegistry meters;
    @TestHTTPResource @Nullable URL url;

    /**
     * As all tests wait, but looks more often: each test here waits at least once, and mostly for
     * what a gateway in the same JVM does within milliseconds.
     */
    static ConditionFactory await() {
        return Waiting.await().pollInterval(SOON);
    }

    /** The gateway notices some time later what an earlier test has closed, and counts it then. */
    @AfterEach
    void noSecretIsSaid() {
        Secrets.lookIn(hub().data().path());
        Secrets.requireNone();
    }

    @BeforeEach
    void awaitTheEndOfOthers() {
        await().alias("readers of other tests are gone")
                .until(() ->
                        gauge("tailrace.http.subscriptions") == 0
                                && gauge("tailrace.ws.connections") == 0
                                && gauge("tailrace.push.requests.under.way") == 0
                                && hub().streams().watchers().count() == 0
                                && hub().streams().all().stream()
                                        .allMatch(each -> each.readers().count() == 0));
    }

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

    MeterRegistry meters() {
        return Objects.requireNonNull(meters);
    }

    double gauge(String name) {
        return meters().get(name).gauge().value();
    }

    double counter(String name, String... tags) {
        return meters().get(name).tags(tags).counter().count();
    }

    /** How many lines of the stream its readers of {@code face} were given. */
    double delivered(FedStream stream, String face) {
        FunctionCounter lines =
                meters().find("tailrace.stream.delivered.lines")
                        .tags("face", face, "stream", stream.stream().name().value())
                        .functionCounter();
        return lines == null ? 0 : lines.count();
    }

    /**
     * Waits until a count has stopped, which nothing tells, for a bound that holds before as well:
     * a machine so busy that the count only seems to have stopped makes such a test weaker, but not
     * red.
     */
    static void awaitRest(DoubleSupplier count) {
        double[] last = {Double.NaN};
        await().pollInterval(REST).until(() -> last[0] == (last[0] = count.getAsDouble()));
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
