package dev.tailrace.hub.readers;

import dev.tailrace.hub.stream.ClientStreams;
import dev.tailrace.hub.stream.LogStream;
import java.util.List;

/** Which streams a reader wants. */
public sealed interface StreamChoice {
    /** These. */
    record Named(List<LogStream> streams) implements StreamChoice {
        public Named {
            streams = List.copyOf(streams);
        }
    }

    /** All that the selector picks, those included that appear later. */
    record Selected(Selector selector) implements StreamChoice {}

    default boolean includes(LogStream stream) {
        return switch (this) {
            case Named(List<LogStream> streams) -> streams.contains(stream);
            case Selected(Selector selector) -> selector.matches(stream.labels());
        };
    }

    /** About how much memory its patterns hold, in bytes. */
    default int heldBytes() {
        return this instanceof Selected(Selector selector) ? selector.heldBytes() : 0;
    }

    /** Those that there are. */
    default List<LogStream> of(ClientStreams all) {
        return switch (this) {
            case Named(List<LogStream> streams) -> streams;
            case Selected _ -> all.all().stream().filter(this::includes).toList();
        };
    }

    /** Whether streams that appear later are wanted too. */
    default boolean isOpen() {
        return this instanceof Selected;
    }
}
