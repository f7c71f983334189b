package dev.tailrace.terminal.streams;

import java.time.Instant;
import java.util.Comparator;

/** In which order streams are listed; of those that are equal, by name. */
enum StreamOrder {
    NAME,
    /** The largest first. */
    BYTES,
    /** Whose newest line is the newest first. */
    AGE,
    /** The busiest first. */
    RATE;

    Comparator<StreamInfo> comparator() {
        Comparator<StreamInfo> byName = Comparator.comparing(StreamInfo::name);
        return switch (this) {
            case NAME -> byName;
            case BYTES ->
                    Comparator.comparingLong(StreamInfo::bytes).reversed().thenComparing(byName);
            case AGE -> Comparator.comparing(StreamOrder::newest).reversed().thenComparing(byName);
            case RATE ->
                    Comparator.comparingDouble(StreamOrder::rate).reversed().thenComparing(byName);
        };
    }

    private static Instant newest(StreamInfo stream) {
        return stream.lastTime().orElse(Instant.MIN);
    }

    private static double rate(StreamInfo stream) {
        return stream.linesPerSecond().orElse(0.0);
    }
}
