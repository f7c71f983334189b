package dev.tailrace.source.tail.file;

import dev.tailrace.source.tail.rotation.Series;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * One file of a {@link Series}, as it was found.
 *
 * @param size bytes, then
 * @param modified ns since 1970, then
 * @param created ns since 1970; another with this inode has another time
 * @param reach by which it was found, and is opened
 */
public record FoundFile(
        Path path, FileId id, long size, long modified, long created, Rank rank, Reach reach) {
    /** As long as a copy that is being written, or was written just now, takes to be written on. */
    private static final Duration RECENT = Duration.ofSeconds(2);

    /**
     * The regular file that {@code path} leads to.
     *
     * @throws IOException if it cannot be looked at
     */
    public static Optional<FoundFile> find(Path path, Rank rank, Reach reach) throws IOException {
        try (Reached file = reach.at(path)) {
            return file == null ? Optional.empty() : regular(path, file.stat(), rank, reach);
        }
    }

    /** The file of which {@code stat} was said, if it is a regular one. */
    static Optional<FoundFile> regular(Path path, FileId.Stat stat, Rank rank, Reach reach) {
        if (stat.ownership().isFile()) {
            return Optional.of(of(path, stat, rank, reach));
        }
        if (!stat.ownership().isFolder()) {
            reach.refuseNoFile(path);
        }
        return Optional.empty();
    }

    public static FoundFile of(Path path, FileId.Stat stat, Rank rank, Reach reach) {
        return new FoundFile(
                path, stat.id(), stat.size(), stat.modified(), stat.created(), rank, reach);
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
