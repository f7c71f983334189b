package dev.tailrace.source.tail;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * One file of a {@link Series}, as it was found.
 *
 * @param size bytes, then
 * @param modified ns since 1970, then
 * @param created ns since 1970; another with this inode has another time
 */
record Generation(Path path, FileId id, long size, long modified, long created, Rank rank) {
    static final String GZIP = ".gz";

    boolean compressed() {
        return path.toString().endsWith(GZIP);
    }

    /**
     * Where it stands among the others, by its name: the higher, the newer.
     *
     * @param run what of it was written by one start of the producer; a line does not go on in the
     *     next
     */
    record Rank(long run, List<Long> order) implements Comparable<Rank> {
        static Rank of(long run, Long... order) {
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
