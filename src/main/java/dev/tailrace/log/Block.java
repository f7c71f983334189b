package dev.tailrace.log;

import dev.tailrace.model.Batch;
import dev.tailrace.model.Cri;
import dev.tailrace.model.Origin;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A piece of the recent records: an array that they are appended to as CRI lines until it is full.
 *
 * <pre>
 *   | published: any thread may read | appended: the writer's alone | free |
 *   0                        published                           count
 * </pre>
 */
final class Block {
    private final byte[] bytes;
    private final long first;
    private final Encodings encodings;
    private int[] ends;
    private int count;
    private int fill;

    /** Guards what readers may see: written after the bytes and ends that it covers. */
    private volatile Published published;

    /** Where the newest read stopped: readers stop there too, so that they share encodings. */
    private final AtomicInteger cut = new AtomicInteger();

    @SuppressWarnings("ArrayRecordComponent") // written once, before it is published
    private record Published(int[] ends, int count) {}

    /**
     * @param encodings where those of its records are kept
     */
    Block(int capacity, long first, Encodings encodings) {
        this.bytes = new byte[capacity];
        this.first = first;
        this.encodings = encodings;
        this.ends = new int[Math.max(8, capacity / 160)];
        this.published = new Published(ends, 0);
    }

    long first() {
        return first;
    }

    /** The memory it holds, encodings apart. */
    int heldBytes() {
        return bytes.length + ends.length * Integer.BYTES;
    }

    /** Whether a record with this much content fits. Writer only. */
    boolean hasRoom(int contentLength) {
        return contentLength + Cri.OVERHEAD_BYTES <= bytes.length - fill;
    }

    /** Appends a record, not yet to be seen by readers. Writer only. */
    void append(
            RecordHeader header,
            Origin origin,
            boolean partial,
            byte[] content,
            int offset,
            int length) {
        header.writeTo(bytes, fill, origin, partial);
        fill += Cri.HEADER_BYTES;
        System.arraycopy(content, offset, bytes, fill, length);
        fill += length;
        bytes[fill++] = '\n';
        if (count == ends.length) {
            ends = Arrays.copyOf(ends, count * 2);
        }
        ends[count++] = fill;
    }

    /** What has been appended since the last {@link #publish()}, or null. Writer only. */
    @Nullable Batch unpublished() {
        int from = published.count;
        return from == count ? null : new Batch(bytes, ends, 0, from, count, first + from, null);
    }

    /** Lets readers see all that has been appended. Writer only. */
    void publish() {
        published = new Published(ends, count);
    }

    /** The seq after the last appended record's. Writer only. */
    long appendedNext() {
        return first + count;
    }

    /** The published records from {@code seq} on, at least one, or null if there is none. */
    @Nullable Batch from(long seq) {
        Published now = published;
        if (seq - first >= now.count) {
            return null;
        }
        int from = (int) (seq - first);
        int to = cut.get();
        if (from >= to) {
            to = cut.updateAndGet(newest -> newest > from ? newest : now.count);
        }
        // Another reader's cut may lie beyond what this one saw as published; both were published.
        return new Batch(bytes, published.ends, 0, from, to, seq, encodings);
    }

    /** The published records before {@code end}, or null if there is none. */
    @Nullable Batch before(long end) {
        Published now = published;
        int to = (int) Math.min(end - first, now.count);
        return to <= 0 ? null : new Batch(bytes, now.ends, 0, 0, to, first, null);
    }

    /** What readers have had encoded of it. */
    Encodings encodings() {
        return encodings;
    }
}
