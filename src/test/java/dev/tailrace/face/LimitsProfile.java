package dev.tailrace.face;

import dev.tailrace.Waiting;
import io.quarkus.test.junit.QuarkusTestProfile;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A gateway that soon has as many clients as it may, and that soon gives up on one. A proxy at
 * 127.0.0.1 names its clients.
 */
public class LimitsProfile implements QuarkusTestProfile {
    static final int MAX_SUBSCRIPTIONS = 4;

    /** Two patterns of 40 instructions. */
    static final int MAX_PATTERN_BYTES = 9000;

    /** Room for the connections of one test, some of which the gateway has yet to find closed. */
    static final int MAX_CONNECTIONS = 24;

    /** A user that may do all. */
    static final String USER = "root";

    /** Whole seconds, unlike that of {@link FaceProfile}: the gateway tells it in seconds. */
    static final Duration HEARTBEAT = Duration.ofSeconds(7);

    static final Duration PING_INTERVAL = Duration.ofSeconds(1);

    /** A client that answers must have a thread in that time, however busy the machine is. */
    static final Duration PONG_TIMEOUT = Waiting.LIMIT.dividedBy(40);

    /** Passes only where a test lets it pass. */
    static final Duration REQUEST_TIMEOUT = Duration.ofMinutes(2);

    @Override
    public Map<String, String> getConfigOverrides() {
        Map<String, String> config = new HashMap<>();
        config.put("tailrace.http.max-subscriptions", Integer.toString(MAX_SUBSCRIPTIONS));
        config.put("tailrace.http.max-pattern-bytes", Integer.toString(MAX_PATTERN_BYTES));
        config.put("tailrace.http.max-connections", Integer.toString(MAX_CONNECTIONS));
        config.put("tailrace.http.heartbeat", HEARTBEAT.toMillis() + "ms");
        config.put("tailrace.http.request-timeout", REQUEST_TIMEOUT.toMillis() + "ms");
        config.put("tailrace.http.ws.ping-interval", PING_INTERVAL.toMillis() + "ms");
        config.put("tailrace.http.ws.pong-timeout", PONG_TIMEOUT.toMillis() + "ms");
        config.put("tailrace.auth.mode", "proxy");
        config.put("tailrace.auth.proxy.from", "10.9.0.0/16,127.0.0.1");
        config.put("tailrace.push.create", "true");
        config.put("tailrace.push.body-timeout", "100ms");
        config.put("tailrace.ingest.loops", "1");
        config.put("quarkus.log.category.\"dev.tailrace.face.Admission\".level", "ERROR");
        config.put("quarkus.log.category.\"dev.tailrace.face.push\".level", "ERROR");
        return config;
    }

    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(
                new TestResourceEntry(GatewayFolder.class),
                new TestResourceEntry(TokenFolder.class));
    }
}
