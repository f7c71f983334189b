package dev.tailrace.face.ws;

import dev.tailrace.model.ByteSize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** {@code tailrace.http.ws}: what one WebSocket may do. */
@ConfigMapping(prefix = "tailrace.http.ws")
public interface WsConfig {
    /**
     * Subscriptions on one connection, each stream of a selection being one. Each takes about 1 KB
     * of memory, and its turn.
     */
    @WithDefault("1024")
    int maxSubscriptions();

    /** A message from a client: longer than any subscription with a reasonable pattern. */
    @WithDefault("64K")
    ByteSize maxMessageBytes();

    /** How often a client is asked whether it is there: proxies give up after 60 s of silence. */
    @WithDefault("25s")
    Duration pingInterval();

    /** How long its answer may take. */
    @WithDefault("10s")
    Duration pongTimeout();
}
