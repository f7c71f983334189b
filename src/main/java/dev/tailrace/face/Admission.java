package dev.tailrace.face;

import dev.tailrace.cursor.Replayers;
import dev.tailrace.hub.Hub;
import dev.tailrace.hub.stream.HubException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Whether one more subscription is taken. Each face asks before it opens one, tells the client of a
 * {@link Refusal} in the way in which its protocol comes back, and gives a {@link Permit} back when
 * the subscription is over. What only looks at the gateway, lists and health, need not ask. Any
 * thread.
 *
 * <pre>
 *   ask --the gateway stops, a limit is reached--> Refusal: why, and when to come again
 *     `------------------------------------------> Permit --> subscription --> close
 * </pre>
 */
@Singleton
@Startup // so that its meters are there before anybody asks
public final class Admission {
    private static final System.Logger LOG = System.getLogger(Admission.class.getName());

    /** An overload that is over in less is none; and with a spread of 10 s a crowd is thinned. */
    private static final Duration OVERLOAD_MIN = Duration.ofSeconds(5);

    private static final Duration OVERLOAD_MAX = Duration.ofSeconds(15);

    /** Another gateway takes this one's place in a second or two after its readers have gone. */
    private static final Duration RESTART_MIN = Duration.ofSeconds(1);

    private static final Duration RESTART_MAX = Duration.ofSeconds(3);

    /** Refusals come by the thousand; the counters have them all. */
    private static final long SAY_EVERY_NANOS = TimeUnit.MINUTES.toNanos(1);

    /** The command line and the hub say of these what they mean. */
    private static final Set<Refusal.Reason> SAID_ELSEWHERE =
            EnumSet.of(Refusal.Reason.DRAIN, Refusal.Reason.FILES);

    /** What whoever asks is told. */
    public sealed interface Answer permits Permit, Refusal {}

    /** One subscription may be opened; to be closed when it is over. Closing twice is nothing. */
    public final class Permit implements Answer, AutoCloseable {
        private final AtomicBoolean closed = new AtomicBoolean();

        private Permit() {}

        @Override
        public void close() {
            if (closed.compareAndSet(false, true)) {
                open.decrementAndGet();
            }
        }
    }

    private final Hub hub;
    private final int max;
    private final AtomicInteger open = new AtomicInteger();
    private final Map<Refusal.Reason, Counter> refused = new EnumMap<>(Refusal.Reason.class);
    private final AtomicLong lastSaid = new AtomicLong(System.nanoTime() - SAY_EVERY_NANOS);

    Admission(Hub hub, FaceConfig config, MeterRegistry registry) {
        this.hub = hub;
        this.max = config.maxSubscriptions();
        if (max < 1) {
            throw new HubException(
                    "tailrace.http.max-subscriptions is " + max + ": at least 1 is accepted.");
        }
        Gauge.builder("tailrace.http.subscriptions", open::get)
                .description("Subscriptions that are open")
                .register(registry);
        Gauge.builder("tailrace.http.max.subscriptions", () -> max)
                .description("How many may be (max-subscriptions)")
                .register(registry);
        for (Refusal.Reason reason : Refusal.Reason.values()) {
            refused.put(
                    reason,
                    Counter.builder("tailrace.http.refused")
                            .description("Subscriptions that were not opened, by why")
                            .tag("reason", reason.text())
                            .register(registry));
        }
    }

    /** Asks for one subscription. */
    public Answer ask() {
        Refusal refusal = refusal();
        if (refusal != null) {
            return refused(refusal);
        }
        if (open.incrementAndGet() > max) {
            open.decrementAndGet();
            return refused(
                    overload(
                            Refusal.Reason.SUBSCRIPTIONS,
                            "there are as many subscriptions as may be",
                            "tailrace.http.max-subscriptions",
                            max));
        }
        return new Permit();
    }

    private @Nullable Refusal refusal() {
        if (hub.isDraining()) {
            return new Refusal(
                    Refusal.Reason.DRAIN,
                    "the gateway stops",
                    null,
                    0,
                    hub.drainLeft().plus(between(RESTART_MIN, RESTART_MAX)));
        }
        Replayers replayers = hub.threads().replayers();
        return replayers.isCrowded()
                ? overload(
                        Refusal.Reason.REPLAYS,
                        "as many readers as may be wait for their turn to read history",
                        "tailrace.http.max-waiting-replays",
                        replayers.maxWaiting())
                : null;
    }

    /** What was admitted cannot be opened, as there is no file left for that. */
    Refusal outOfFiles() {
        hub.readFailures().outOfFiles();
        return refused(
                new Refusal(
                        Refusal.Reason.FILES,
                        "as many files are open as may be (ulimit -Hn)",
                        null,
                        0,
                        between(OVERLOAD_MIN, OVERLOAD_MAX)));
    }

    private static Refusal overload(
            Refusal.Reason reason, String sentence, String limit, long value) {
        return new Refusal(
                reason,
                sentence + " (" + limit + " is " + value + ")",
                limit,
                value,
                between(OVERLOAD_MIN, OVERLOAD_MAX));
    }

    private static Duration between(Duration min, Duration max) {
        return Duration.ofMillis(
                ThreadLocalRandom.current().nextLong(min.toMillis(), max.toMillis() + 1));
    }

    private Refusal refused(Refusal refusal) {
        Objects.requireNonNull(refused.get(refusal.reason())).increment();
        long now = System.nanoTime();
        long last = lastSaid.get();
        if (!SAID_ELSEWHERE.contains(refusal.reason())
                && now - last >= SAY_EVERY_NANOS
                && lastSaid.compareAndSet(last, now)) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "New readers are refused ({0}): {1}.",
                    refusal.reason().text(),
                    refusal.sentence());
        }
        return refusal;
    }
}
