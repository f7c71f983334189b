package dev.tailrace.sink.fifo;

import dev.tailrace.model.GapReason;
import dev.tailrace.model.Origin;
import dev.tailrace.model.StreamName;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/** What one FIFO has been given, and what not. Counted on the feed's thread, read on any. */
final class FeedMeters {
    private final LongAdder bytes = new LongAdder();
    private final LongAdder returns = new LongAdder();
    private final Map<GapReason, Counter> gaps = new EnumMap<>(GapReason.class);
    private volatile boolean connected;
    private boolean everConnected;

    /** Lets {@code registry} show them; {@code behind} says how many records are to be given. */
    FeedMeters(StreamName stream, Origin origin, LongSupplier behind, MeterRegistry registry) {
        Tags tags = Tags.of("stream", stream.value(), "sink", "fifo", "origin", origin.text());
        FunctionCounter.builder("tailrace.sink.written", bytes, LongAdder::sum)
                .description("Bytes that sinks have written")
                .baseUnit("bytes")
                .tags(tags)
                .register(registry);
        Gauge.builder("tailrace.sink.connected", this, of -> of.connected ? 1 : 0)
                .description("1 while somebody reads what the sink writes")
                .tags(tags)
                .register(registry);
        FunctionCounter.builder("tailrace.sink.reopened", returns, LongAdder::sum)
                .description("How often a reader came after one had left")
                .tags(tags)
                .register(registry);
        Gauge.builder("tailrace.sink.behind.lines", behind::getAsLong)
                .description("Records of the stream that the sink has not come to")
                .tags(tags)
                .register(registry);
        for (GapReason reason : GapReason.values()) {
            gaps.put(
                    reason,
                    Counter.builder("tailrace.sink.gap.lines")
                            .description("Records that sinks could not have any more")
                            .tags(tags.and("reason", reason.text()))
                            .register(registry));
        }
    }

    void wrote(int count) {
        bytes.add(count);
    }

    void connected() {
        connected = true;
        if (everConnected) {
            returns.increment();
        }
        everConnected = true;
    }

    void disconnected() {
        connected = false;
    }

    void lost(GapReason reason, long lines) {
        Objects.requireNonNull(gaps.get(reason)).increment((double) lines);
    }
}
