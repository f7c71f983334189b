package dev.tailrace.source.tail.file;

import dev.tailrace.source.tail.rotation.Series;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/**
 * One file of a {@link Series}, as it was found.
 *
 * @param size bytes, then
 * @param modified ns since 1970, then
 * @param created ns since 1970; another with this inode has another time
 */
public record FoundFile(Path path, FileId id, long size, long modified, long created, Rank rank) {
    /** As long as a copy that is being written, or was written just now, takes to be written on. */
    private static final Duration RECENT = Duration.ofSeconds(2);

    /**
     * The file at {@code path}, as no series knows it.
     *
     * @throws IOException if there is none, or it may not be looked at
     */
    public static FoundFile of(Path path) throws IOException {
        FileId.Stat stat = FileId.stat(path);
        if (!stat.regular()) {
            throw new NoSuchFileException(path.toString());
        }
        return of(path, stat, Rank.of(0));
    }

    public static FoundFile of(Path path, FileId.Stat stat, Rank rank) {
        return new FoundFile(path, stat.id(), stat.size(), stat.modified(), stat.created(), rank);
    }

    public boolean compressed() {
        return FileCompression.ofName(path.toString()).isPresent();
    }

    /** Whether it was written just now, and may be written on. */
    public boolean isRecent() {
        return isRecent(modified);
    }

    /** Whether what was written then, ns since 1970, may be written on. */
    public static boolean isRecent(long modified) {
        Instant at = Instant.EPOCH.plusNanos(modified);
        return Duration.between(at, Instant.now()).compareTo(RECENT) < 0;
    }

    /** The index of the last of {@code all} that is so; -1 without any. */
    public static int last(List<FoundFile> all, Predicate<FoundFile> so) {
        int at = all.size() - 1;
        while (at >= 0 && !so.test(all.get(at))) {
            at--;
        }
        return at;
    }

    /**
     * Where it stands among the others, by its name: the higher, the newer.
     *
     * @param run what of it was written by one start of the producer; a line does not go on in the
     *     next
     */
    public record Rank(long run, List<Long> order) implements Comparable<Rank> {
        public static Rank of(long run, Long... order) {
            return new Rank(run, List.of(order));
        }

        @Override
        public int compareTo(Rank other) {
            int runs = Long.compare(run, other.run);
            return runs != 0
                    ? runs
                    : Arrays.compare(order.toArray(Long[]::new), other.order.toArray(Long[]::new));
        }
    }
}
