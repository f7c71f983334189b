package dev.tailrace.source;

import dev.tailrace.model.Origin;
import dev.tailrace.model.SourceEvent;

/** Takes everything but bytes. */
public record FailingSink(Recorder rest) implements BytesSink {
    @Override
    public void bytes(Origin origin, byte[] buffer, int offset, int length) {
        throw new IllegalStateException("sink is full");
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
