package dev.tailrace.source.tail;

import static java.util.stream.Collectors.toSet;

import dev.tailrace.source.tail.lines.LineFormat;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a {@link TailSource} follows.
 *
 * @param name as a sentence names it
 * @param fromEnd whether to begin at the end of what is there, where nothing is known of before
 * @param endsAfter it ends once its files have been gone for so long; without, it waits for others
 */
record TailSpec(
        String name,
        List<Track> tracks,
        LineFormat format,
        boolean fromEnd,
        Optional<Duration> endsAfter) {
    /** The folders that its files are in now. Any thread. */
    Set<Path> folders() {
        return tracks.stream().flatMap(each -> each.series().folders().stream()).collect(toSet());
    }
}
