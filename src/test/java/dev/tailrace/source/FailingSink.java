package dev.tailrace.source;

import dev.tailrace.model.Origin;
import dev.tailrace.model.SourceEvent;

/** Takes everything but bytes. */
public final class FailingSink extends Taker {
    private final Recorder rest;

    public FailingSink(Recorder rest) {
        this.rest = rest;
    }

    @Override
    protected void bytes(Origin origin, byte[] buffer, int offset, int length) {
        throw new IllegalStateException("sink is full");
    }

    @Override
    protected void end(Origin origin) {
        rest.end(origin);
    }

    @Override
    protected void event(SourceEvent event) {
        rest.event(event);
    }
}
