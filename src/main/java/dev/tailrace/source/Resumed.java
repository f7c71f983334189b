package dev.tailrace.source;

import java.util.Optional;

/**
 * Where a source that comes back goes on: behind its last {@link SourceItem.Checkpoint}.
 *
 * @param place what the source said of itself, perhaps one of another kind; empty without any
 * @param stored how many of the first bytes after {@code place} are in the log: for {@link
 *     SourceItems#leaveOut}, if it goes on there
 */
public record Resumed(Optional<String> place, ProducedBytes stored) {
    /** Nothing has been kept. */
    public static final Resumed NOTHING = new Resumed(Optional.empty(), ProducedBytes.NONE);
}
