package dev.tailrace.face;

import dev.tailrace.cursor.RecordFilter;
import dev.tailrace.hub.stream.Subscription;
import dev.tailrace.level.LineState;
import dev.tailrace.model.Encoded;
import dev.tailrace.model.StreamName;
import java.util.HashMap;
import java.util.Map;

/**
 * Which events and lines of each stream are open where a reader is. Nothing is kept for a reader
 * that does not follow lines. Confined to the reader's event loop.
 */
final class OpenLines {
    private final RecordFilter filter;
    private final Map<StreamName, LineState> open = new HashMap<>();

    OpenLines(RecordFilter filter) {
        this.filter = filter;
    }

    /** A stream whose reader has read nothing yet. */
    void joined(Subscription reader) {
        if (filter.followsLines()) {
            open.put(reader.stream(), reader.open());
        }
    }

    /** What is open before the record that comes next. */
    LineState of(StreamName stream) {
        return open.isEmpty() ? LineState.NOTHING : open.getOrDefault(stream, LineState.NOTHING);
    }

    /** The reader has the records that are {@code encoded}. */
    void moved(StreamName stream, Encoded encoded) {
        if (encoded.after() instanceof LineState after) {
            open.put(stream, after);
        }
    }

    /** Records are missing: nobody knows what they have left open. */
    void lost(StreamName stream) {
        open.computeIfPresent(stream, (_, _) -> LineState.NOTHING);
    }
}
