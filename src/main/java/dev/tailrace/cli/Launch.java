package dev.tailrace.cli;

import dev.tailrace.hub.Hub;
import dev.tailrace.hub.stream.LogStream;
import dev.tailrace.model.Labels;
import dev.tailrace.model.Origin;
import dev.tailrace.model.StreamName;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the user asked for on the command line. */
sealed interface Launch {
    /** Whether to say nothing but errors. */
    boolean quiet();

    /** The one stream of a gateway that has one. */
    default Optional<OneStream> oneStream() {
        return Optional.empty();
    }

    /**
     * Run a command, in a terminal of its own if {@code tty}, and serve its output, which goes to
     * {@code fifos} where it has one there.
     */
    record Run(
            OneStream stream,
            List<String> command,
            Map<Origin, Path> fifos,
            boolean tty,
            boolean keep,
            boolean quiet)
            implements Launch {
        @Override
        public Optional<OneStream> oneStream() {
            return Optional.of(stream);
        }
    }

    /** Serve standard input. */
    record Pipe(OneStream stream, boolean keep, boolean quiet) implements Launch {
        @Override
        public Optional<OneStream> oneStream() {
            return Optional.of(stream);
        }
    }

    /** Serve what the configuration names. */
    record Serve(boolean quiet) implements Launch {}

    /**
     * The stream of a command that has one.
     *
     * @param name what the user calls it
     * @param otherwise what it is called if the user does not, nor the pod that it is in
     */
    record OneStream(Optional<StreamName> name, StreamName otherwise, Labels labels) {
        /** What its folder is called where it has one of its own. */
        StreamName folder() {
            return name.orElse(otherwise);
        }

        /** Makes it. */
        LogStream in(Hub hub) {
            StreamName chosen = name.or(hub.pod()::streamName).orElse(otherwise);
            return hub.streams().open(chosen, hub.pod().label(labels));
        }
    }
}
