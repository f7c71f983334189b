package dev.tailrace.source.tail.rotation;

import dev.tailrace.source.tail.file.FileId;
import dev.tailrace.source.tail.file.PlainFile;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rotated files that were read to their end and are held for a while: a producer writes on to a
 * file that was renamed until it opens the new one. Only on the loop's thread.
 */
public final class LateFiles {
    /** As long as logrotate and a slow reload take; a deleted file takes its room on disk. */
    static final Duration KEPT = Duration.ofSeconds(60);

    /** A producer that rotates four times a minute opens its files itself. */
    public static final int MAX_FILES = 4;

    private record Left(PlainFile file, long at) {}

    private final ArrayDeque<Left> files = new ArrayDeque<>();

    void add(PlainFile file) {
        files.addLast(new Left(file, System.nanoTime()));
        if (files.size() > MAX_FILES) {
            files.removeFirst().file.close();
        }
    }

    boolean has(FileId id) {
        return files.stream().anyMatch(each -> each.file.id().equals(id));
    }

    /** Gives up the file with that inode, open; null if it is not held. */
    @Nullable PlainFile take(FileId id) {
        for (Left each : files) {
            if (each.file.id().equals(id)) {
                files.remove(each);
                return each.file;
            }
        }
        return null;
    }

    List<PlainFile> files() {
        return files.stream().map(Left::file).toList();
    }

    /** Those that have grown since they were read. */
    public List<PlainFile> grown() {
        return files.stream().map(Left::file).filter(file -> file.behind() > 0).toList();
    }

    /**
     * Closes those that were held long enough.
     *
     * @param needed whether nothing has been written to the newer file: then only what is deleted,
     *     and takes room on the disk, is closed
     */
    public void closeOld(boolean needed) {
        files.removeIf(each -> {
            boolean old = System.nanoTime() - each.at > KEPT.toNanos();
            boolean done = old && each.file.behind() == 0 && (!needed || each.file.isDeleted());
            if (done) {
                each.file.close();
            }
            return done;
        });
    }

    void close() {
        files.forEach(each -> each.file.close());
        files.clear();
    }
}
