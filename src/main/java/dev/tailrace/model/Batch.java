package dev.tailrace.model;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A run of records, as CRI lines in one array: what cursors hand out, whether it came from memory
 * or from a segment. Records are numbered from 0 to {@link #count()} - 1. Any thread: what a batch
 * shows never changes.
 */
public final class Batch {
    /** What of the records a reader wants to see. Two that are equal want the same. Any thread. */
    public interface Filter {
        /** About how much memory it holds, in bytes. */
        int heldBytes();
    }

    /**
     * Turns records into the bytes of a wire format. Two encoders that are equal give equal bytes:
     * that is how subscribers share what one of them had made. Any thread if it is shared.
     */
    public interface Encoder {
        /** The encoding of all records of {@code batch}. */
        Encoded encode(Batch batch);

        /** What it shows: what it has made is kept while there are readers that want this. */
        Filter filter();

        /**
         * Whether others may be given what this one has made; not so for one that keeps a state.
         */
        default boolean isShared() {
            return true;
        }
    }

    /** Keeps what one reader had encoded for others that ask for the same. Any thread. */
    public interface Sharing {
        /** The encoding of {@code batch}, which is the records {@code from..to} of its array. */
        Encoded get(Batch batch, Encoder encoder, int from, int to);
    }

    /** What JSON and an event's lines add to a CRI line. */
    public static final int WIRE_OVERHEAD_BYTES = 68;

    private final byte[] bytes;
    private final int[] ends;
    private final int begin;
    private final int from;
    private final int to;
    private final long first;
    private final @Nullable Sharing sharing;

    /** How much each seq is more than the one before it: 1, or -1 where the newest comes first. */
    private final int step;

    private final @Nullable BatchState marks;

    /**
     * @param ends where each record of {@code bytes} ends, after its newline
     * @param begin where the record 0 of {@code ends} begins
     * @param from the first record of the batch, as an index of {@code ends}; {@code to} is
     *     excluded
     * @param first the seq of the record {@code from}
     * @param sharing where encodings are kept for other readers, if anywhere
     */
    public Batch(
            byte[] bytes,
            int[] ends,
            int begin,
            int from,
            int to,
            long first,
            @Nullable Sharing sharing) {
        this(bytes, ends, begin, from, to, first, sharing, 1, null);
    }

    private Batch(
            byte[] bytes,
            int[] ends,
            int begin,
            int from,
            int to,
            long first,
            @Nullable Sharing sharing,
            int step,
            @Nullable BatchState marks) {
        this.step = step;
        this.marks = marks;
        this.bytes = bytes;
        this.ends = ends;
        this.begin = begin;
        this.from = from;
        this.to = to;
        this.first = first;
        this.sharing = sharing;
    }

    /** The seq of the first record. */
    public long first() {
        return first;
    }

    /** The seq of a record. */
    public long seq(int record) {
        return first + (long) step * record;
    }

    /** The seq after the last record's; backwards the last record's own. */
    public long next() {
        return step > 0 ? first + count() : first - count() + 1;
    }

    /** What is known of the records of a batch that goes backwards, if anything is. */
    public @Nullable BatchState marks() {
        return marks;
    }

    /** How many records there are, at least one. */
    public int count() {
        return to - from;
    }

    /** The array that all offsets refer to. Not to be changed. */
    public byte[] bytes() {
        return bytes;
    }

    /** Where the record's CRI line begins. */
    public int start(int record) {
        int index = from + record;
        return index == 0 ? begin : ends[index - 1];
    }

    public int contentStart(int record) {
        return start(record) + Cri.HEADER_BYTES;
    }

    /** Where the record's content ends, before the newline. */
    public int contentEnd(int record) {
        return ends[from + record] - 1;
    }

    /** How many of its producer's bytes the record is, from where its content starts. */
    public int producedBytes(int record) {
        return contentEnd(record) - contentStart(record) + (partial(record) ? 0 : 1);
    }

    /** Where the record came from. */
    public Origin origin(int record) {
        return Objects.requireNonNull(Cri.originAt(bytes, start(record)));
    }

    /** Whether the record's line goes on in the next record of its origin. */
    public boolean partial(int record) {
        return Cri.isPartialAt(bytes, start(record));
    }

    /** Whether a line of text ends with the record: where lines go backwards, each part is one. */
    public boolean endsLine(int record) {
        return step < 0 || !partial(record);
    }

    /** The record's time in nanoseconds since 1970. */
    public long time(int record) {
        return Cri.timeAt(bytes, start(record));
    }

    /** How many bytes the records take as CRI lines. */
    public int size() {
        return ends[to - 1] - start(0);
    }

    /** The records from {@code begin} to before {@code end}, counted within this batch. */
    public Batch slice(int begin, int end) {
        if (begin == 0 && end == count()) {
            return this;
        }
        Objects.checkFromToIndex(begin, end, count());
        return new Batch(
                bytes,
                ends,
                this.begin,
                from + begin,
                from + end,
                seq(begin),
                sharing,
                step,
                marks);
    }

    /** The same records, the newest first, of which {@code marks} are known; copied. */
    public Batch backwards(@Nullable BatchState marks) {
        byte[] turned = new byte[size()];
        int[] turnedEnds = new int[count()];
        int fill = 0;
        for (int i = count() - 1; i >= 0; i--) {
            int length = ends[from + i] - start(i);
            System.arraycopy(bytes, start(i), turned, fill, length);
            fill += length;
            turnedEnds[count() - 1 - i] = fill;
        }
        return new Batch(turned, turnedEnds, 0, 0, count(), next() - 1, null, -1, marks);
    }

    /** How many of the first records are before {@code time}, in nanoseconds since 1970. */
    public int countBefore(long time) {
        int low = 0;
        int high = count();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (time(middle) < time) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /**
     * As many of the first records as take up to {@code bytes} with {@link #WIRE_OVERHEAD_BYTES}
     * for each, at least one.
     */
    public Batch upTo(int bytes) {
        if (size() + (long) count() * WIRE_OVERHEAD_BYTES <= bytes) {
            return this;
        }
        int start = start(0);
        int low = 1;
        int high = count();
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            long taken = ends[from + middle - 1] - start + (long) middle * WIRE_OVERHEAD_BYTES;
            if (taken <= bytes) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return slice(0, low);
    }

    /** As {@link #upTo}, of the last records. */
    public Batch lastUpTo(int bytes) {
        int begin = count() - 1;
        long taken = (long) ends[to - 1] - start(begin) + WIRE_OVERHEAD_BYTES;
        while (begin > 0 && taken <= bytes) {
            begin--;
            taken += ends[from + begin] - start(begin) + WIRE_OVERHEAD_BYTES;
        }
        boolean one = begin == count() - 1;
        return slice(taken <= bytes || one ? begin : begin + 1, count());
    }

    /** This batch in a wire format; made once for all that ask for the same part. */
    public Encoded encoded(Encoder encoder) {
        return sharing == null || !encoder.isShared()
                ? encoder.encode(this)
                : sharing.get(this, encoder, from, to);
    }
}
