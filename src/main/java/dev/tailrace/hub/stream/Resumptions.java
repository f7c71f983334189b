package dev.tailrace.hub.stream;

import dev.tailrace.cursor.Resumption;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/** How many subscriptions were opened, of all streams, by how their start was met. Any thread. */
public final class Resumptions {
    private final Map<Resumption, LongAdder> counts = new EnumMap<>(Resumption.class);

    Resumptions() {
        for (Resumption how : Resumption.values()) {
            counts.put(how, new LongAdder());
        }
    }

    void count(Resumption how) {
        Objects.requireNonNull(counts.get(how)).increment();
    }

    /** Those whose start was met in that way. */
    public long of(Resumption how) {
        return Objects.requireNonNull(counts.get(how)).sum();
    }
}
