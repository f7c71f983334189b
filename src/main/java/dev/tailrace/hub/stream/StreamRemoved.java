package dev.tailrace.hub.stream;

import dev.tailrace.model.StreamName;

/** A stream cannot be read any more, as it has been removed. */
public final class StreamRemoved extends HubException {
    private static final long serialVersionUID = 1;

    private final transient StreamName stream;

    public StreamRemoved(StreamName stream) {
        super("Stream '" + stream + "' has been removed.");
        this.stream = stream;
    }

    public StreamName stream() {
        return stream;
    }
}
