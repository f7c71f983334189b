package dev.tailrace.face;

import dev.tailrace.hub.ReadFailures;
import dev.tailrace.model.Ending;
import dev.tailrace.model.Gap;
import dev.tailrace.model.GapReason;
import dev.tailrace.model.StreamName;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ToDoubleFunction;

/**
 * What one format's readers were given, in all and of each stream, and why they ended. Labelled by
 * format, stream and reason, never by client. A stream is there when it has been read in this
 * format: a thousand that never are cost nothing. Any thread.
 */
public final class FaceMeters {
    private static final System.Logger LOG = System.getLogger(FaceMeters.class.getName());

    /** What readers of one stream were given. */
    public static final class OfStream {
        private final LongAdder delivered = new LongAdder();
        private final LongAdder filtered = new LongAdder();

        /** Counts records that were written, and those that were not since they were filtered. */
        public void delivered(int shown, int hidden) {
            delivered.add(shown);
            if (hidden > 0) {
                filtered.add(hidden);
            }
        }
    }

    private final MeterRegistry registry;
    private final String face;
    private final ReadFailures failures;
    private final Map<StreamName, OfStream> streams = new ConcurrentHashMap<>();
    private final Map<GapReason, Counter> lost = new EnumMap<>(GapReason.class);
    private final Map<Ending, Counter> endings = new EnumMap<>(Ending.class);

    /**
     * @param failures where the face says why it cannot read a log
     */
    public FaceMeters(MeterRegistry registry, String face, ReadFailures failures) {
        this.failures = failures;
        this.registry = registry;
        this.face = face;
        inAll("tailrace.delivered.lines", "Records written to readers", of -> of.delivered.sum());
        inAll(
                "tailrace.filtered.lines",
                "Records that readers had asked not to see",
                of -> of.filtered.sum());
        for (GapReason reason : GapReason.values()) {
            lost.put(
                    reason,
                    Counter.builder("tailrace.gap.lines")
                            .description("Records that readers could not have any more")
                            .tag("face", face)
                            .tag("reason", reason.text())
                            .register(registry));
        }
        for (Ending ending : Ending.values()) {
            endings.put(
                    ending,
                    Counter.builder("tailrace.subscriptions.ended")
                            .description("Subscriptions that are over, by why")
                            .tag("face", face)
                            .tag("reason", ending.text())
                            .register(registry));
        }
    }

    private void inAll(String name, String description, ToDoubleFunction<OfStream> of) {
        FunctionCounter.builder(name, streams, all -> all.values().stream().mapToDouble(of).sum())
                .description(description)
                .tag("face", face)
                .register(registry);
    }

    /** The counters of one stream, to be kept by whoever reads it. */
    public OfStream of(StreamName stream) {
        return streams.computeIfAbsent(stream, this::register);
    }

    private OfStream register(StreamName stream) {
        OfStream counts = new OfStream();
        FunctionCounter.builder("tailrace.stream.delivered.lines", counts, of -> of.delivered.sum())
                .description("Records of the stream written to readers")
                .tag("face", face)
                .tag("stream", stream.value())
                .register(registry);
        FunctionCounter.builder("tailrace.stream.filtered.lines", counts, of -> of.filtered.sum())
                .description("Records of the stream that readers had asked not to see")
                .tag("face", face)
                .tag("stream", stream.value())
                .register(registry);
        return counts;
    }

    /** Counts and logs records that a reader cannot have. */
    public void lost(StreamName stream, Gap gap) {
        LOG.log(
                System.Logger.Level.WARNING,
                "A reader of {0} ({1}) cannot have {2}: {3}",
                stream,
                face,
                gap.shown(),
                gap.reason().text());
        Counter counter = lost.get(gap.reason());
        if (counter != null) {
            counter.increment((double) gap.lines());
        }
        Counter.builder("tailrace.stream.gap.lines")
                .description("Records of the stream that readers could not have any more")
                .tag("face", face)
                .tag("reason", gap.reason().text())
                .tag("stream", stream.value())
                .register(registry)
                .increment((double) gap.lines());
    }

    /** Counts a subscription that is over. */
    public void ended(Ending ending) {
        Counter counter = endings.get(ending);
        if (counter != null) {
            counter.increment();
        }
    }

    /** Says why a log cannot be opened. */
    void failed(Throwable failure) {
        failures.say("A log", failure);
    }

    /** Says why a log cannot be read. */
    public void failed(String streams, Throwable failure) {
        failures.say("The log of " + streams, failure);
    }
}
