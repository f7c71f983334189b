package dev.tailrace.source;

import dev.tailrace.model.Origin;
import dev.tailrace.model.SourceEvent;

/** Takes everything but bytes. */
public record FailingSink(Recorder rest) implements ChunkSink {
    @Override
    public void bytes(Origin origin, byte[] buffer, int offset, int length) {
        throw new IllegalStateException("sink is full");
    }

    @Override
    public void bytes(Origin origin, long time, byte[] buffer, int offset, int length) {
        bytes(origin, buffer, offset, length);
    }

    @Override
    public void commit() {}

    @Override
    public void checkpoint(String place) {}

    @Override
    public Resumed resumed() {
        return Resumed.NOTHING;
    }

    @Override
    public void end(Origin origin) {
        rest.end(origin);
    }

    @Override
    public void event(SourceEvent event) {
        rest.event(event);
    }
}
