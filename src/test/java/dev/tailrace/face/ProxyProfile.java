package dev.tailrace.face;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.List;
import java.util.Map;

/** A gateway whose clients are named by a proxy at 127.0.0.1. */
public class ProxyProfile implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "tailrace.auth.mode", "proxy",
                "tailrace.auth.proxy.from", "10.9.0.0/16,127.0.0.1",
                "tailrace.push.create", "true",
                "tailrace.ingest.loops", "1");
    }

    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(
                new TestResourceEntry(GatewayFolder.class),
                new TestResourceEntry(TokenFolder.class));
    }
}
