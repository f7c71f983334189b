package dev.tailrace.face;

import dev.tailrace.access.Right;
import dev.tailrace.hub.Hub;
import dev.tailrace.hub.ingest.Commands;
import dev.tailrace.hub.stream.ClientStreams;
import dev.tailrace.hub.stream.LogStream;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;

/** What a client may do with a stream that it reads, so that a page shows no button in vain. */
@Singleton
class Allowed {
    private final Hub hub;

    Allowed(Hub hub) {
        this.hub = hub;
    }

    /** In the words of {@code GET /streams/NAME}, on any thread. */
    List<String> of(ClientStreams streams, LogStream stream) {
        boolean control = streams.may(Right.CONTROL, stream.name());
        List<String> allowed = new ArrayList<>();
        if (control && hasCommand(stream)) {
            allowed.add("control");
        }
        if (control || streams.may(Right.PUSH, stream.name())) {
            allowed.add("mark");
        }
        return allowed;
    }

    private boolean hasCommand(LogStream stream) {
        Commands commands = hub.sources().commands();
        return commands.isControlled() && commands.of(stream.life()).isPresent();
    }
}
