package dev.tailrace.source.tail;

import static java.util.stream.Collectors.toSet;

import dev.tailrace.source.tail.lines.LineFormat;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * What a {@link TailSource} follows.
 *
 * @param name as a sentence names it
 * @param fromEnd whether to begin at the end of what is there, where nothing is known of before
 * @param ends whether it ends once its files are gone, or waits for others
 */
record TailSpec(String name, List<Track> tracks, LineFormat format, boolean fromEnd, boolean ends) {
    /** The folders that its files are in now. Any thread. */
    Set<Path> folders() {
        return tracks.stream().flatMap(each -> each.series().folders().stream()).collect(toSet());
    }
}
