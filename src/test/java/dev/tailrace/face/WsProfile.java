package dev.tailrace.face;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.HashMap;
import java.util.Map;

/** The gateway of {@link FaceProfile} with small bounds for its WebSockets. */
public final class WsProfile implements QuarkusTestProfile {
    static final int MAX_SUBSCRIPTIONS = 300;
    static final int MAX_MESSAGE_BYTES = 2048;

    @Override
    public Map<String, String> getConfigOverrides() {
        Map<String, String> overrides = new HashMap<>(new FaceProfile().getConfigOverrides());
        overrides.put("tailrace.http.ws.max-subscriptions", "" + MAX_SUBSCRIPTIONS);
        overrides.put("tailrace.http.ws.max-message-bytes", "2K");
        overrides.put("tailrace.http.ws.ping-interval", "1s");
        overrides.put("tailrace.http.ws.pong-timeout", "2s");
        return overrides;
    }
}
