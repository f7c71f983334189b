package dev.tailrace.face;

import dev.tailrace.model.ByteSize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

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
     * Names that clients call the gateway by, beside those that it has anyway: that of a service,
     * or the public one that a proxy passes on. Each is meant whole. There is none for all: a page
     * of any name could then read the logs (DNS rebinding).
     */
    Optional<List<String>> hosts();

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
     * How long a request may take to come: its head, from its first byte on, or from when there is
     * a connection; and what is left of its body once it is answered. A slow network brings a head
     * within a second; so long a client cannot hold many connections that it says nothing on. A
     * pushed body has a time-out of its own.
     */
    @WithDefault("10s")
    Duration requestTimeout();

    /**
     * How long a connection stays open on which nothing is asked, answered or sent. Longer than
     * proxies and clients keep theirs (a minute, two of Caddy), so that none closes while a request
     * is on its way.
     */
    @WithDefault("3m")
    Duration keepAlive();

    /**
     * What the patterns of all readers together may hold, compiled. One that people type holds a
     * few KB, the largest 100 KB. An eighth of the heap with the launcher's -Xmx128m.
     */
    @WithDefault("16M")
    ByteSize maxPatternBytes();

    /**
     * How many connections may be open; one more is closed as soon as it is there. Some more than
     * there may be subscriptions, which are refused with an answer: lists, health and metrics need
     * a connection too. The command line keeps to it at the door, and Quarkus once something has
     * been asked ({@code quarkus.http.limits.max-connections}), so its default is where Quarkus
     * finds it: in application.properties.
     */
    int maxConnections();

    /**
     * How many connections may be open from one address, or one /64 of IPv6; one more is closed as
     * soon as it is there. About half of all, so that no single client keeps all others out, and so
     * many that a proxy that is not known as one can have a reader each on them. Addresses that are
     * known to bring many clients, loopback and {@code tailrace.auth.proxy.from}, have no such
     * bound.
     */
    @WithDefault("10000")
    int maxConnectionsPerAddress();

    /**
     * How many requests a second one address may make, or one /64 of IPv6, after as many at once as
     * it may have connections: so all its readers may come back after a restart. A page asks a few
     * times a second and a program that polls a hundred times; an event loop answers twenty
     * thousand. Addresses that are known to bring many clients have no such bound.
     */
    @WithDefault("1000")
    int maxRequestsPerAddress();
}
