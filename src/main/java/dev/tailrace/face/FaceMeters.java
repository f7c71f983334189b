package dev.tailrace.face;

import dev.tailrace.model.Ending;
import dev.tailrace.model.Gap;
import dev.tailrace.model.GapReason;
import dev.tailrace.model.StreamName;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;

/**
 * What one format's readers were given, and why they ended. Labelled by format and reason, never by
 * client. Any thread.
 */
public final class FaceMeters {
    private static final System.Logger LOG = System.getLogger(FaceMeters.class.getName());

    private final String face;
    private final Counter delivered;
    private final Counter filtered;
    private final Map<GapReason, Counter> lost = new EnumMap<>(GapReason.class);
    private final Map<Ending, Counter> endings = new EnumMap<>(Ending.class);

    public FaceMeters(MeterRegistry registry, String face) {
        this.face = face;
        delivered =
                Counter.builder("tailrace.delivered.lines")
                        .description("Records written to readers")
                        .tag("face", face)
                        .register(registry);
        filtered =
                Counter.builder("tailrace.filtered.lines")
                        .description("Records that readers had asked not to see")
                        .tag("face", face)
                        .register(registry);
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

    /** Counts records that were written, and those that were not since they were filtered. */
    public void delivered(int shown, int hidden) {
        delivered.increment(shown);
        if (hidden > 0) {
            filtered.increment(hidden);
        }
    }

    /** Counts and logs records that a reader cannot have. */
    public void lost(StreamName stream, Gap gap) {
        LOG.log(
                System.Logger.Level.WARNING,
                "A reader of {0} ({1}) cannot have {2,number,#} records, {3,number,#} to"
                        + " {4,number,#}: {5}",
                stream,
                face,
                gap.lines(),
                gap.from(),
                gap.to(),
                gap.reason().text());
        Counter counter = lost.get(gap.reason());
        if (counter != null) {
            counter.increment((double) gap.lines());
        }
    }

    /** Counts a subscription that is over. */
    public void ended(Ending ending) {
        Counter counter = endings.get(ending);
        if (counter != null) {
            counter.increment();
        }
    }

    /** Logs why a log cannot be read. */
    public void failed(StreamName stream, Throwable failure) {
        LOG.log(System.Logger.Level.ERROR, "The log of " + stream + " cannot be read", failure);
    }
}
