package dev.tailrace.face;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The gateway of nearly all tests of this package, which Quarkus so starts once for all of them.
 * What its clients are to notice soon comes soon, and no time-out is short enough to be met by a
 * client that is only slow; see {@link LimitsProfile} for those.
 */
public class FaceProfile implements QuarkusTestProfile {
    static final Duration HEARTBEAT = Duration.ofMillis(200);

    /** What a proxy calls the gateway. */
    static final String PUBLIC = "Logs.example.com";

    /** Of one WebSocket. */
    static final int MAX_SUBSCRIPTIONS = 300;

    static final int MAX_MESSAGE_BYTES = 2048;

    /** Small, so that few readers exceed it. */
    static final int MAX_UNSENT_BYTES = 1 << 20;

    static final int MAX_BODY_BYTES = 64 * 1024;
    static final int MAX_LINES = 30_000;
    static final int MAX_BYTES_UNDER_WAY = 4 * MAX_BODY_BYTES;
    static final int MAX_REQUESTS = 8;

    /** A stream that the configuration has for pushing, with the label {@code app=shop}. */
    static final String CONFIGURED = "configured";

    /** Longer than any test takes. */
    private static final String NEVER = "1h";

    @Override
    public Map<String, String> getConfigOverrides() {
        Map<String, String> config = new HashMap<>();
        config.put("tailrace.http.heartbeat", HEARTBEAT.toMillis() + "ms");
        config.put("tailrace.http.hosts", PUBLIC + ",[2001:db8::1]");
        config.put("tailrace.http.request-timeout", NEVER);
        config.put("tailrace.http.keep-alive", NEVER);
        config.put("tailrace.http.max-unsent-bytes", Integer.toString(MAX_UNSENT_BYTES));
        config.put("tailrace.ingest.loops", "1");
        // Tests lose lines by the thousand, and each gap would be said here.
        config.put("quarkus.log.category.\"dev.tailrace.face.FormatMeters\".level", "ERROR");
        webSockets(config);
        pushing(config);
        commands(config);
        return config;
    }

    private static void webSockets(Map<String, String> config) {
        config.put("tailrace.http.ws.max-subscriptions", Integer.toString(MAX_SUBSCRIPTIONS));
        config.put("tailrace.http.ws.max-message-bytes", "2K");
        config.put("tailrace.http.ws.ping-interval", HEARTBEAT.toMillis() + "ms");
        config.put("tailrace.http.ws.pong-timeout", NEVER);
    }

    private static void pushing(Map<String, String> config) {
        config.put("tailrace.push.create", "true");
        // Of all tests together.
        config.put("tailrace.push.max-streams", "100000");
        config.put("tailrace.push.max-body-bytes", "64K");
        config.put("tailrace.push.max-lines", Integer.toString(MAX_LINES));
        config.put("tailrace.push.max-bytes-under-way", "256K");
        config.put("tailrace.push.max-requests-under-way", Integer.toString(MAX_REQUESTS));
        config.put("tailrace.push.body-timeout", NEVER);
        config.put("tailrace.streams." + CONFIGURED + ".push", "true");
        config.put("tailrace.streams." + CONFIGURED + ".labels.app", "shop");
        config.put("quarkus.log.category.\"dev.tailrace.face.push\".level", "ERROR");
    }

    /** Commands of the configuration, which requests may start and stop. */
    private static void commands(Map<String, String> config) {
        config.put("tailrace.control", "true");
        command(config, "batch", "echo batch; exit 3");
        command(config, "service", "echo up; exec sleep 600");
        command(config, "held", "echo up; exec sleep 600");
        config.put("tailrace.streams.held.process.reattach", "true");
        command(config, "broken", "exit 1");
        config.put("tailrace.streams.broken.process.restart", "always");
    }

    private static void command(Map<String, String> config, String stream, String script) {
        String key = "tailrace.streams." + stream + ".process.command";
        config.put(key + "[0]", "/bin/sh");
        config.put(key + "[1]", "-c");
        config.put(key + "[2]", script);
    }

    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(new TestResourceEntry(GatewayFolder.class));
    }
}
