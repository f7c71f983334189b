package dev.tailrace.face;

import dev.tailrace.model.ByteSize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** {@code tailrace.http}: how clients are served. */
@ConfigMapping(prefix = "tailrace.http")
public interface FaceConfig {
    /**
     * A quiet stream of events says so this often: proxies give up on a connection after 60 s or
     * more of silence. A client that is lost without a word is noticed in about that time, too.
     */
    @WithDefault("15s")
    Duration heartbeat();

    /**
     * How many streams one reader can have over one connection: its position takes 22 bytes of a
     * header for each, and headers hold 20 KiB.
     */
    @WithDefault("500")
    int maxMergedStreams();

    /**
     * How many subscriptions may be open. One that is idle takes up to 12 KB of memory: this many
     * need a heap larger than the launcher's 128 MB.
     */
    @WithDefault("20000")
    int maxSubscriptions();

    /**
     * What all readers together may hold that their sockets have not taken yet. Near it readers get
     * less at a time, and with it 1 KiB. A quarter of what direct memory is with the launcher's
     * -Xmx128m; in the rest there is room for as many clients that read nothing as may be.
     */
    @WithDefault("32M")
    ByteSize maxUnsentBytes();

    /**
     * What the patterns of all readers together may hold, compiled. One that people type holds a
     * few KB, the largest 100 KB. An eighth of the heap with the launcher's -Xmx128m.
     */
    @WithDefault("16M")
    ByteSize maxPatternBytes();

    /**
     * How many connections may be open; one more is closed as soon as it is there. Some more than
     * there may be subscriptions, which are refused with an answer: lists, health and metrics need
     * a connection too. Quarkus keeps to it ({@code quarkus.http.limits.max-connections}), so its
     * default is where Quarkus finds it: in application.properties.
     */
    int maxConnections();
}
