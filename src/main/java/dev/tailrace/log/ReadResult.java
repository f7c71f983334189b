package dev.tailrace.log;

import dev.tailrace.model.Batch;
import dev.tailrace.model.Gap;

/** What a read of a log's files has found. */
public sealed interface ReadResult {
    /** Records, the first of which is the one asked for. */
    record Records(Batch batch) implements ReadResult {}

    /** The records asked for, up to the gap's end, are not in the files. */
    record Missing(Gap gap) implements ReadResult {}

    /** The files have nothing there yet. */
    record AtEnd() implements ReadResult {}
}
