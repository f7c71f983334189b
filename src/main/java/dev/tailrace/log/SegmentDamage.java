package dev.tailrace.log;

import dev.tailrace.model.Gap;
import java.io.IOException;
import java.util.List;

/**
 * What cannot be read within one segment: all that a reader is told of it, in sum.
 *
 * @param from the first record that cannot be read, if there are any
 * @param to the last one
 * @param lines how many there are
 * @param end the seq after the last number that the segment has
 */
record SegmentDamage(long from, long to, long lines, long end) {
    /**
     * Reads the whole segment, whose numbers end before {@code limit}.
     *
     * @param since what cannot be read before that is not counted
     */
    static SegmentDamage in(Segments segments, Segment segment, long since, long limit)
            throws IOException {
        try (Stretches stretches = segments.open(segment)) {
            SegmentDamage found = new SegmentDamage(limit, limit, 0, segment.base());
            List<ReadResult> parts = stretches.read();
            while (parts != null) {
                for (ReadResult part : parts) {
                    found = found.and(part, since, limit);
                }
                found = found.until(Math.min(limit, stretches.next()));
                parts = found.end < limit ? stretches.read() : null;
            }
            return found;
        }
    }

    private SegmentDamage and(ReadResult part, long since, long limit) {
        Gap gap = part instanceof ReadResult.Missing(Gap missing) ? missing : null;
        if (gap == null || gap.from() >= limit || gap.to() < since) {
            return this;
        }
        long first = Math.max(gap.from(), since);
        long last = Math.min(gap.to(), limit - 1);
        return new SegmentDamage(Math.min(from, first), last, lines + last - first + 1, end);
    }

    private SegmentDamage until(long next) {
        return new SegmentDamage(from, to, lines, next);
    }
}
