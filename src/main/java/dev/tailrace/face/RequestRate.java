package dev.tailrace.face;

import dev.tailrace.access.ClientNetwork;
import dev.tailrace.access.SharedAddresses;
import dev.tailrace.hub.stream.HubException;
import dev.tailrace.model.Refusal;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;

/**
 * How many requests one address may make, so that its clients leave the event loops to others,
 * whatever they ask for, wrong tokens too. All of an address may come back at once after a restart;
 * after that there are so many a second. What is kept is bounded: many addresses only make each
 * other forgotten. Any thread.
 *
 * <pre>
 *   full (as many as there may be connections) --a request: -1--> ... --> empty: refused
 *     ^                                                                    |
 *     `----------------------------- so many a second --------------------'
 * </pre>
 */
@Singleton
final class RequestRate {
    static final String KEY = "tailrace.http.max-requests-per-address";

    /** About 500 KB. */
    static final int MAX_ADDRESSES = 4096;

    private static final Duration AGAIN = Duration.ofSeconds(1);

    /** How many requests are left, as of a time. */
    private record Left(double requests, long asOf) {}

    private final int perSecond;
    private final int atOnce;
    private final SharedAddresses shared;
    private final Map<String, Left> byAddress =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Left> eldest) {
                    return size() > MAX_ADDRESSES;
                }
            };

    @Inject
    RequestRate(FaceConfig config, Config all) {
        this(
                config.maxRequestsPerAddress(),
                Math.max(config.maxRequestsPerAddress(), config.maxConnectionsPerAddress()),
                SharedAddresses.of(all));
        requireSome("tailrace.http.max-connections-per-address", config.maxConnectionsPerAddress());
    }

    RequestRate(int perSecond, int atOnce, SharedAddresses shared) {
        requireSome(KEY, perSecond);
        this.perSecond = perSecond;
        this.atOnce = atOnce;
        this.shared = shared;
    }

    /**
     * Why the request is one too many; null if it is not. The peer itself counts, and no header.
     */
    @Nullable Refused refused(HttpServerRequest request) {
        return request.connection() instanceof ConnectionBase connection
                        && connection.channel().remoteAddress() instanceof InetSocketAddress peer
                        && !take(peer.getAddress(), System.nanoTime())
                ? tooMany(peer.getAddress().getHostAddress())
                : null;
    }

    private static void requireSome(String key, int value) {
        if (value < 1) {
            throw new HubException(key + " is " + value + ": at least 1 is accepted.");
        }
    }

    Refused tooMany(String from) {
        return new Refused(
                new Refusal(
                        Refusal.Reason.MAX_REQUESTS_PER_ADDRESS,
                        "From "
                                + from
                                + " come as many requests as may ("
                                + KEY
                                + " is "
                                + perSecond
                                + " a second).",
                        Refusal.Facts.ofLimit(KEY, perSecond),
                        AGAIN));
    }

    /** Whether there may be one from there at that time. */
    boolean take(InetAddress address, long now) {
        if (shared.have(address)) {
            return true;
        }
        String from = ClientNetwork.of(address);
        synchronized (byAddress) {
            Left before = byAddress.getOrDefault(from, new Left(atOnce, now));
            double more = (double) (now - before.asOf()) * perSecond / TimeUnit.SECONDS.toNanos(1);
            double left = Math.min(atOnce, before.requests() + more);
            boolean may = left >= 1;
            byAddress.put(from, new Left(may ? left - 1 : left, now));
            return may;
        }
    }
}
