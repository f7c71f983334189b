package dev.tailrace.face;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/**
 * {@code tailrace.management}: where health and metrics are, if others than this machine's users
 * can connect to the gateway.
 */
@ConfigMapping(prefix = "tailrace.management")
public interface ManagementConfig {
    /** Loopback: metrics name all streams. A pod has its own address here, for its probes. */
    @WithDefault("127.0.0.1")
    String host();

    /** As Quarkus' own management interface; 0 for any. */
    @WithDefault("9000")
    int port();
}
