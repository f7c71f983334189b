package dev.tailrace.source.tail;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tailrace.source.ProducedBytes;
import dev.tailrace.source.tail.rotation.ResumePoint;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a {@link TailSource} is, as its sink keeps it:
 *
 * <pre>
 *   {"tail":{"series":{"log":{"time":...,"file":{...},"after":{...}}},"known":{"stdout":...}}}
 * </pre>
 *
 * @param series by the names of its tracks
 * @param known how many of the bytes after it the log already had: they were being read again
 */
record TailCheckpoint(Map<String, ResumePoint> series, ProducedBytes known) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * @throws RuntimeException if it can be no source's, whatever is read as one
     */
    TailCheckpoint {
        series = Map.copyOf(series);
        if (known.stdout() < 0 || known.stderr() < 0) {
            throw new IllegalArgumentException("a log has no negative number of bytes");
        }
    }

    private record Kept(@Nullable TailCheckpoint tail) {}

    String text() {
        try {
            return JSON.writeValueAsString(new Kept(this));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What {@link #text} said; empty for the place of another kind of source. */
    static Optional<TailCheckpoint> read(String text) {
        try {
            return Optional.ofNullable(JSON.readValue(text, Kept.class)).map(Kept::tail);
        } catch (JsonProcessingException e) {
            return Optional.empty(); // nor if it says what no source can have said
        }
    }
}
