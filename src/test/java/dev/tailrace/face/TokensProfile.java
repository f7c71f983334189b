package dev.tailrace.face;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.List;
import java.util.Map;

/** A gateway that is only for those with a token. */
public class TokensProfile implements QuarkusTestProfile {
    /** What a proxy with TLS calls the gateway. */
    static final String PUBLIC = "logs.example.com";

    /** A site whose pages are let in. */
    static final String SHOP = "https://shop.example.com";

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "tailrace.auth.mode", "token",
                "tailrace.http.heartbeat", "200ms",
                "tailrace.http.hosts", PUBLIC,
                "tailrace.push.create", "true",
                "tailrace.control", "true",
                "quarkus.http.cors.enabled", "true",
                "quarkus.http.cors.origins", SHOP,
                "quarkus.http.cors.methods", "GET,POST",
                "tailrace.ingest.loops", "1");
    }

    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(
                new TestResourceEntry(GatewayFolder.class),
                new TestResourceEntry(TokenFolder.class));
    }
}
