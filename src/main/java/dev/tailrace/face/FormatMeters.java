package dev.tailrace.face;

import dev.tailrace.hub.ReadFailures;
import dev.tailrace.model.Ending;
import dev.tailrace.model.Gap;
import dev.tailrace.model.GapReason;
import dev.tailrace.model.StreamName;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ToDoubleFunction;

/**
 * What one format's readers were given, in all and of each stream, and why they ended. A stream is
 * there when it has been read in this format: a thousand that never are cost nothing.
 */
public final class FormatMeters {
    private static final System.Logger LOG = System.getLogger(FormatMeters.class.getName());

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
    private final MeterTable table;
    private final String face;
    private final ReadFailures failures;
    private final Map<StreamName, OfStream> streams = new ConcurrentHashMap<>();
    private final Map<GapReason, Counter> lost;
    private final Map<Ending, Counter> endings;

    FormatMeters(MeterRegistry registry, String face, ReadFailures failures) {
        this.registry = registry;
        this.table = new MeterTable(registry);
        this.face = face;
        this.failures = failures;
        inAll("tailrace.delivered.lines", "Records written to readers", of -> of.delivered.sum());
        inAll(
                "tailrace.filtered.lines",
                "Records that readers had asked not to see",
                of -> of.filtered.sum());
        lost =
                table.byReason(
                        "tailrace.gap.lines",
                        "Records that readers could not have any more",
                        Arrays.asList(GapReason.values()),
                        GapReason::text,
                        "face",
                        face);
        endings =
                table.byReason(
                        "tailrace.subscriptions.ended",
                        "Subscriptions that are over, by why",
                        Arrays.asList(Ending.values()),
                        Ending::text,
                        "face",
                        face);
    }

    private void inAll(String name, String description, ToDoubleFunction<OfStream> of) {
        FunctionCounter.builder(name, streams, all -> all.values().stream().mapToDouble(of).sum())
                .description(description)
                .tag("face", face)
                .register(registry);
    }

    public OfStream of(StreamName stream) {
        return streams.computeIfAbsent(stream, this::register);
    }

    private OfStream register(StreamName stream) {
        OfStream counts = new OfStream();
        each(
                stream,
                "tailrace.stream.delivered.lines",
                "Records of the stream written to readers",
                counts.delivered);
        each(
                stream,
                "tailrace.stream.filtered.lines",
                "Records of the stream that readers had asked not to see",
                counts.filtered);
        return counts;
    }

    private void each(StreamName stream, String name, String description, LongAdder count) {
        FunctionCounter.builder(name, count, LongAdder::sum)
                .description(description)
                .tag("face", face)
                .tag("stream", stream.value())
                .register(registry);
    }

    /** Counts and logs records that a reader cannot have. */
    public void lost(StreamName stream, Gap gap) {
        String reason = gap.reason().text();
        LOG.log(
                System.Logger.Level.WARNING,
                "A reader of {0} ({1}) cannot have {2}: {3}",
                stream,
                face,
                gap.shown(),
                reason);
        Objects.requireNonNull(lost.get(gap.reason())).increment((double) gap.lines());
        table.counter(
                        "tailrace.stream.gap.lines",
                        "Records of the stream that readers could not have any more",
                        "face",
                        face,
                        "reason",
                        reason,
                        "stream",
                        stream.value())
                .increment((double) gap.lines());
    }

    /** Counts a subscription that is over. */
    public void ended(Ending ending) {
        Objects.requireNonNull(endings.get(ending)).increment();
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
