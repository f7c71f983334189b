package dev.tailrace.face;

import java.util.HashMap;
import java.util.Map;

/** A gateway into which whoever likes may push, with small limits. */
public class PushProfile extends FaceProfile {
    static final int MAX_BODY_BYTES = 64 * 1024;
    static final int MAX_BYTES_UNDER_WAY = 4 * MAX_BODY_BYTES;
    static final int MAX_REQUESTS = 8;

    /** A stream that the configuration has for pushing, with the label {@code app=shop}. */
    static final String CONFIGURED = "configured";

    @Override
    public Map<String, String> getConfigOverrides() {
        Map<String, String> config = new HashMap<>(super.getConfigOverrides());
        config.put("tailrace.push.create", "true");
        config.put("tailrace.push.max-body-bytes", "64K");
        config.put("tailrace.push.max-bytes-under-way", "256K");
        config.put("tailrace.push.max-requests-under-way", Integer.toString(MAX_REQUESTS));
        config.put("tailrace.push.body-timeout", "4s");
        config.put("tailrace.push.max-ahead", "1h");
        config.put("tailrace.streams." + CONFIGURED + ".push", "true");
        config.put("tailrace.streams." + CONFIGURED + ".labels.app", "shop");
        config.put("quarkus.log.category.\"dev.tailrace.face.push\".level", "ERROR");
        return config;
    }
}
