package dev.tailrace.cli;

import dev.tailrace.model.Labels;
import dev.tailrace.model.StreamName;
import java.util.List;

/** What the user asked for on the command line. */
sealed interface Launch {
    /** Whether to say nothing but errors. */
    boolean quiet();

    /** Run a command and serve its output. */
    record Run(StreamName name, Labels labels, List<String> command, boolean keep, boolean quiet)
            implements Launch {}

    /** Serve standard input. */
    record Pipe(StreamName name, Labels labels, boolean keep, boolean quiet) implements Launch {}

    /** Serve what the configuration names. */
    record Serve(boolean quiet) implements Launch {}
}
