package dev.tailrace.hub;

import dev.tailrace.model.StreamName;
import java.util.List;

/** Which streams a reader of several wants. */
public sealed interface StreamChoice {
    /** These. */
    record Named(List<StreamName> names) implements StreamChoice {
        public Named {
            names = List.copyOf(names);
        }
    }

    /** All that the selector picks, those included that appear later. */
    record Selected(Selector selector) implements StreamChoice {}

    /** Whether the stream is wanted. */
    default boolean includes(LogStream stream) {
        return switch (this) {
            case Named(List<StreamName> names) -> names.contains(stream.name());
            case Selected(Selector selector) -> selector.matches(stream.labels());
        };
    }

    /** Whether streams that appear later are wanted too. */
    default boolean isOpen() {
        return this instanceof Selected;
    }
}
