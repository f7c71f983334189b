package dev.tailrace.source;

import dev.tailrace.model.Origin;
import dev.tailrace.model.SourceEvent;

/** A sink for tests that are about bytes alone: it keeps no place, and hears nothing else. */
public interface BytesSink extends ChunkSink {
    @Override
    default void bytes(Origin origin, long time, byte[] buffer, int offset, int length) {
        bytes(origin, buffer, offset, length);
    }

    @Override
    default void commit() {}

    @Override
    default void checkpoint(String place) {}

    @Override
    default Resumed resumed() {
        return Resumed.NOTHING;
    }

    @Override
    default void end(Origin origin) {}

    @Override
    default void event(SourceEvent event) {}
}
