package dev.tailrace.log;

import dev.tailrace.model.Batch;
import dev.tailrace.model.Cri;
import dev.tailrace.model.Gap;
import dev.tailrace.model.GapReason;
import dev.tailrace.model.Newline;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A stretch of a segment in memory, cut into records. Where lines are damaged, the numbers of those
 * that are whole follow from both ends of the stretch. Confined to its reader.
 *
 * <pre>
 *   first                                           next, where an index or a member's head tells it
 *     | whole whole whole | damaged | whole whole whole |
 *       first, first+1 ...   a gap    ..., next-2, next-1
 * </pre>
 */
final class Stretch {
    /** Twice the distance of index entries: one read finds any record and some that follow it. */
    static final int BYTES = 128 * 1024;

    /** Whole records that follow each other; all but the first run come after a damaged line. */
    @SuppressWarnings("ArrayRecordComponent") // handed on to the batch that it becomes
    private record Run(int begin, int[] ends, int count) {}

    private final byte[] bytes;
    private final List<Run> runs = new ArrayList<>(1);
    private int records;
    private int scanned;

    private Stretch(byte[] bytes, int limit) {
        this.bytes = bytes;
        cut(limit);
    }

    /**
     * Reads on from {@code offset}: {@link #BYTES}, or as much more as the first line needs.
     *
     * @param size how many bytes of the file may be read at all
     * @param atMost how much to read at first
     */
    static Stretch read(LogFile file, long offset, long size, int atMost) throws IOException {
        int capacity = atMost;
        while (true) {
            byte[] bytes = new byte[(int) Math.min(capacity, Math.max(0, size - offset))];
            int length = file.readFully(ByteBuffer.wrap(bytes), offset);
            Stretch stretch = new Stretch(bytes, length);
            boolean all = offset + length >= size || length < bytes.length;
            if (stretch.scanned > 0 || all || capacity > Integer.MAX_VALUE / 4) {
                return stretch;
            }
            capacity *= 4;
        }
    }

    /** What was read or inflated elsewhere. */
    static Stretch of(byte[] content) {
        return new Stretch(content, content.length);
    }

    private void cut(int limit) {
        int begin = 0;
        int from = 0;
        int count = 0;
        int[] ends = new int[Math.max(8, limit / 160)];
        while (from < limit) {
            // A header has no newline: what is one need not be searched.
            boolean whole = Cri.isRecord(bytes, from, limit);
            int content = whole ? from + Cri.HEADER_BYTES : from;
            int newline = Newline.indexIn(bytes, content, limit);
            if (newline < 0) {
                break;
            }
            if (whole) {
                if (count == ends.length) {
                    ends = Arrays.copyOf(ends, count * 2);
                }
                ends[count++] = newline + 1;
            } else {
                add(new Run(begin, ends, count));
                begin = newline + 1;
                count = 0;
                ends = new int[8];
            }
            from = newline + 1;
        }
        scanned = from;
        add(new Run(begin, ends, count));
    }

    private void add(Run run) {
        runs.add(run);
        records += run.count;
    }

    byte[] bytes() {
        return bytes;
    }

    /** How many bytes its lines take, whole and damaged; what is left is no whole line. */
    int scanned() {
        return scanned;
    }

    /** How many bytes the first {@code lines} lines take; at least one, and none is damaged. */
    int endOf(int lines) {
        return runs.getFirst().ends[lines - 1];
    }

    int records() {
        return records;
    }

    /** Whether its first line is a record. */
    boolean beginsWhole() {
        return !runs.isEmpty() && runs.getFirst().count > 0;
    }

    /** Whether one of its lines is no record. */
    boolean isDamaged() {
        return runs.size() > 1;
    }

    /** How many numbers it takes as far as it tells itself: one for each line. */
    int lines() {
        return records + runs.size() - 1;
    }

    /** The first record's time in ns since 1970, or {@code Long.MIN_VALUE} if there is none. */
    long firstTime() {
        for (Run run : runs) {
            if (run.count > 0) {
                return Cri.timeAt(bytes, run.begin);
            }
        }
        return Long.MIN_VALUE;
    }

    /** The last record's time in ns since 1970, or {@code Long.MIN_VALUE} if there is none. */
    long lastTime() {
        for (Run run : runs.reversed()) {
            if (run.count > 0) {
                int last = run.count - 1;
                return Cri.timeAt(bytes, last == 0 ? run.begin : run.ends[last - 1]);
            }
        }
        return Long.MIN_VALUE;
    }

    /**
     * The records and gaps, numbered from {@code first} to before {@code next}.
     *
     * <p>Each damaged line is one number; what is missing beyond that is taken to be at the last
     * damaged line, or at the end. A damaged line that has no number of its own is a part of the
     * record before it, which a damaged byte has cut in two: then that one is the gap.
     */
    List<ReadResult> numbered(long first, long next) {
        List<ReadResult> parts = new ArrayList<>(runs.size());
        long missing = next - first - records;
        int damages = runs.size() - 1;
        long seq = first;
        for (int i = 0; i < runs.size(); i++) {
            Run run = runs.get(i);
            boolean last = i == damages;
            long width = last ? 0 : i == damages - 1 ? missing - (damages - 1) : 1;
            int whole = (int) Math.min(run.count, Math.max(0, next - seq));
            if (!last && width <= 0 && whole > 0) {
                whole--;
                width++;
            }
            if (whole > 0) {
                parts.add(
                        new ReadResult.Records(
                                new Batch(bytes, run.ends, run.begin, 0, whole, seq, null)));
                seq += whole;
            }
            seq = addGap(parts, seq, Math.min(next, seq + width));
        }
        addGap(parts, seq, next);
        return parts;
    }

    private static long addGap(List<ReadResult> parts, long from, long to) {
        if (to <= from) {
            return from;
        }
        parts.add(new ReadResult.Missing(new Gap(from, to - 1, GapReason.CORRUPT)));
        return to;
    }
}
