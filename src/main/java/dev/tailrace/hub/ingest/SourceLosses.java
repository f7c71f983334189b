package dev.tailrace.hub.ingest;

import dev.tailrace.model.LossReason;
import dev.tailrace.model.SourceEvent;
import dev.tailrace.model.StreamName;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/** What the sources of one stream could not read any more, by reason. Any thread. */
public final class SourceLosses {
    private static final System.Logger LOG = System.getLogger(SourceLosses.class.getName());

    private record Count(LongAdder times, LongAdder bytes) {}

    private final Map<LossReason, Count> counts = new EnumMap<>(LossReason.class);

    SourceLosses() {
        for (LossReason reason : LossReason.values()) {
            counts.put(reason, new Count(new LongAdder(), new LongAdder()));
        }
    }

    /** Counts a loss, and says it. */
    void add(StreamName stream, SourceEvent.Lost lost) {
        LOG.log(
                System.Logger.Level.WARNING,
                "Stream {0} {1} of {2}: {3}.",
                stream,
                bytes(lost.bytes()),
                lost.what(),
                lost.reason().text());
        of(lost.reason()).times().increment();
        of(lost.reason()).bytes().add(Math.max(0, lost.bytes()));
    }

    private static String bytes(long lost) {
        if (lost < 0) {
            return "may lack some bytes";
        }
        return lost == 1 ? "lacks 1 byte" : "lacks " + lost + " bytes";
    }

    private Count of(LossReason reason) {
        return Objects.requireNonNull(counts.get(reason));
    }

    /** How often something was lost. */
    public long times(LossReason reason) {
        return of(reason).times().sum();
    }

    /** How many bytes, as far as that is known. */
    public long bytes(LossReason reason) {
        return of(reason).bytes().sum();
    }
}
