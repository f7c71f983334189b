package dev.tailrace.face.push;

import dev.tailrace.hub.push.Pushes;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** What was pushed and what was not, and what is under way. Any thread. */
final class PushMeters {
    private static final System.Logger LOG = System.getLogger(PushMeters.class.getName());

    /** Refusals may come by the thousand; the counters have them all. */
    private static final long SAY_EVERY_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final MeterRegistry registry;
    private final Counter lines;
    private final Counter bytes;
    private final Counter repeats;
    private final Map<Fault.Reason, Counter> refused = new EnumMap<>(Fault.Reason.class);
    private final AtomicLong lastSaid = new AtomicLong(System.nanoTime() - SAY_EVERY_NANOS);

    PushMeters(MeterRegistry registry, InFlight inFlight, Pushes pushes) {
        this.registry = registry;
        lines = counter("tailrace.push.lines", "Lines that requests brought and that are written");
        bytes = counter("tailrace.push.bytes", "Bytes of these, newlines included");
        repeats =
                counter(
                        "tailrace.push.repeats",
                        "Requests that came again and got the answer of the first");
        for (Fault.Reason reason : Fault.Reason.values()) {
            refused.put(
                    reason,
                    Counter.builder("tailrace.push.refused")
                            .description("Requests whose lines were not stored, by why")
                            .tag("reason", reason.text())
                            .register(registry));
        }
        gauge(
                "tailrace.push.bytes.under.way",
                "What requests under way hold: bodies and lines",
                inFlight::bytes);
        gauge(
                "tailrace.push.max.bytes.under.way",
                "How much they may (max-bytes-under-way)",
                inFlight::maxBytes);
        gauge("tailrace.push.requests.under.way", "Requests under way", inFlight::requests);
        gauge(
                "tailrace.push.max.requests.under.way",
                "How many may be (max-requests-under-way)",
                inFlight::maxRequests);
        gauge("tailrace.push.keys", "Idempotency keys that are kept of all streams", pushes::keys);
        gauge(
                "tailrace.push.max.keys",
                "How many may be of one stream (max-keys)",
                pushes.config()::maxKeys);
    }

    private Counter counter(String name, String description) {
        return Counter.builder(name).description(description).register(registry);
    }

    private void gauge(String name, String description, Supplier<Number> of) {
        Gauge.builder(name, of).description(description).register(registry);
    }

    void written(long writtenLines, long writtenBytes) {
        lines.increment((double) writtenLines);
        bytes.increment((double) writtenBytes);
    }

    void repeated() {
        repeats.increment();
    }

    /** Counts a request that is refused; of many, one in a minute is said in the log. */
    void refused(Fault fault) {
        Objects.requireNonNull(refused.get(fault.reason())).increment();
        long now = System.nanoTime();
        long last = lastSaid.get();
        if (now - last >= SAY_EVERY_NANOS && lastSaid.compareAndSet(last, now)) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "Pushed lines are refused ({0}): {1}",
                    fault.reason().text(),
                    fault.getMessage());
        }
    }
}
