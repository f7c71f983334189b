package dev.tailrace.source.tail;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * The bounds of following files.
 *
 * @param maxOpenFiles over all streams; what is found beyond is followed once others are gone
 * @param turnBytes what one stream reads before the others of its loop have their turn
 * @param maxWaitingFiles of one stream: how many rotated files are held open until they are read
 * @param followLinks where links may lead that are in other folders
 */
public record TailLimits(
        int maxOpenFiles, int turnBytes, int maxWaitingFiles, List<Path> followLinks, Looks looks) {
    /**
     * The bounds of one look through a folder and all beneath it.
     *
     * @param maxFolders how many are looked into
     * @param maxFiles how many are found
     * @param maxTime how long it may take
     */
    public record Looks(int maxFolders, int maxFiles, Duration maxTime) {}
}
