package dev.tailrace.log;

import dev.tailrace.model.Gap;
import dev.tailrace.model.GapReason;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * What a log lacks, beside what has been removed: the holes between its segments, each with its
 * reason, and how many records there are of each reason. A damaged line within a segment is found
 * by its reader. Any thread.
 *
 * <pre>
 *   start    0.log        hole: missing           500.log    hole: disk-full     900.log
 *     | whole | corrupt |                      | whole    |                   | whole
 * </pre>
 *
 * There are at most two holes for each segment.
 */
final class Losses {
    private final ConcurrentSkipListMap<Long, Gap> holes = new ConcurrentSkipListMap<>();
    private final Map<GapReason, LongAdder> lines = new EnumMap<>(GapReason.class);

    Losses() {
        for (GapReason reason : GapReason.values()) {
            lines.put(reason, new LongAdder());
        }
    }

    /** The records of {@code hole} are in no segment. */
    void add(Gap hole) {
        holes.put(hole.from(), hole);
    }

    /** Forgets the hole that begins with {@code seq}, if one does: it was none. */
    void forget(long seq) {
        holes.remove(seq);
    }

    /** Forgets what lies before {@code start}: that is removed. */
    void forgetBefore(long start) {
        holes.headMap(start).clear();
    }

    /** Counts records that history lacks. */
    void count(GapReason reason, long count) {
        LongAdder of = lines.get(reason);
        if (of != null) {
            of.add(count);
        }
    }

    /** How many records history lacks for {@code reason}. */
    long lines(GapReason reason) {
        LongAdder of = lines.get(reason);
        return of == null ? 0 : of.sum();
    }

    /** What is left of the hole that {@code seq} is in, from there on; null if it is in none. */
    @Nullable Gap at(long seq) {
        Map.Entry<Long, Gap> entry = holes.floorEntry(seq);
        return entry == null || entry.getValue().to() < seq
                ? null
                : new Gap(seq, entry.getValue().to(), entry.getValue().reason());
    }

    /** How many of the records from {@code from} to before {@code end} are in holes. */
    long linesBetween(long from, long end) {
        long lines = 0;
        for (Gap hole : holes.headMap(end).values()) {
            lines += Math.max(0, Math.min(hole.to() + 1, end) - Math.max(hole.from(), from));
        }
        return lines;
    }

    /** Whether each of these records is in a hole. */
    boolean cover(long from, long to) {
        long seq = from;
        Gap hole = at(seq);
        while (hole != null && hole.to() < to) {
            seq = hole.to() + 1;
            hole = at(seq);
        }
        return hole != null;
    }

    /** The records from {@code from} to {@code to}, by reason; what is in no hole is corrupt. */
    List<Gap> split(long from, long to) {
        List<Gap> parts = new ArrayList<>(1);
        long seq = from;
        while (seq <= to) {
            Gap hole = at(seq);
            Long next = hole == null ? holes.higherKey(seq) : null;
            Gap part =
                    hole != null
                            ? new Gap(seq, Math.min(hole.to(), to), hole.reason())
                            : new Gap(
                                    seq,
                                    next == null ? to : Math.min(next - 1, to),
                                    GapReason.CORRUPT);
            parts.add(part);
            seq = part.to() + 1;
        }
        return parts;
    }
}
