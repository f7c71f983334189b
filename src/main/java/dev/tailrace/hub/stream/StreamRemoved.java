package dev.tailrace.hub.stream;

import dev.tailrace.model.StreamName;

/** A stream cannot be read any more, as somebody has removed its folder. */
public final class StreamRemoved extends HubException {
    private static final long serialVersionUID = 1;

    private final transient StreamName stream;

    StreamRemoved(StreamName stream) {
        super("The folder of stream '" + stream + "' has been removed.");
        this.stream = stream;
    }

    public StreamName stream() {
        return stream;
    }
}
