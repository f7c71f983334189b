package dev.tailrace.source;

import dev.tailrace.model.Origin;
import java.util.Optional;

/**
 * Where a source that comes back goes on: behind its last {@link SourceItem.Checkpoint}, with what
 * the log has had since then left out. Joined records are the producer's bytes, so that bytes of
 * each origin can be counted, whatever the records were.
 *
 * @param place what the source said of itself, perhaps one of another kind; empty without any
 * @param stdoutBytes how many of the first bytes of standard output after {@code place} are in the
 *     log: content, and one for each line's end
 * @param stderrBytes the same of standard error
 */
public record Resumed(Optional<String> place, long stdoutBytes, long stderrBytes) {
    /** Nothing has been kept. */
    public static final Resumed NOTHING = new Resumed(Optional.empty(), 0, 0);

    /** How many of the first bytes of {@code origin} after the place are in the log. */
    public long bytes(Origin origin) {
        return switch (origin) {
            case STDOUT -> stdoutBytes;
            case STDERR -> stderrBytes;
            case SYSTEM -> 0;
        };
    }
}
