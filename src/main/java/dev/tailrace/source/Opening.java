package dev.tailrace.source;

import dev.tailrace.model.Origin;
import org.jspecify.annotations.Nullable;

/** What a source is given as it is opened: what there is of its stream already. */
public interface Opening {
    /**
     * Where a source of this stream was, and what the log has had of it since then. To be asked
     * before the first byte is handed on, on the source's loop; it may read files.
     */
    Resumed resumed();

    /**
     * What the bytes of {@code origin} must be read through, if anything, so that they are not lost
     * between the pipe and the log. The same for the source's life; any thread.
     */
    default @Nullable Spool spool(Origin origin) {
        return null;
    }
}
