package dev.tailrace.log;

import dev.tailrace.model.Batch;
import dev.tailrace.model.Cri;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The newest records in memory, shared by all readers. The writer adds blocks and drops the oldest;
 * any thread reads, without a lock: the list of blocks is replaced as a whole.
 *
 * <p>Two bounds in bytes, each {@code tail-bytes}: one for the records, one for their encodings.
 * The newest block is always kept.
 */
public final class RecentRecords {
    /** The first block of a stream: small, since most streams are quiet. Then each is twice it. */
    static final int MIN_BLOCK_BYTES = 4 * 1024;

    /** As large as a pass over one read of 64 KiB with its headers usually gets. */
    static final int MAX_BLOCK_BYTES = 128 * 1024;

    private final long maxBytes;
    private final AtomicLong encodedBytes = new AtomicLong();

    /** How many readers there are of each filter. */
    private final Map<Batch.Filter, Integer> readers = new ConcurrentHashMap<>();

    private volatile Block[] blocks;
    private volatile long heldBytes;
    private volatile long next;

    /** What is before it has been removed, even if a block has it still. */
    private volatile long start;

    RecentRecords(long maxBytes, long next) {
        this.maxBytes = maxBytes;
        Block empty = block(MIN_BLOCK_BYTES, next);
        this.blocks = new Block[] {empty};
        this.heldBytes = empty.heldBytes();
        this.next = next;
    }

    private Block block(int capacity, long first) {
        return new Block(capacity, first, new Encodings(this::encoded, readers::containsKey));
    }

    /** There is a reader more that wants to see this: what it has encoded is kept for others. */
    public void joined(Batch.Filter filter) {
        readers.merge(filter, 1, Integer::sum);
    }

    /**
     * A reader is gone that had {@link #joined}; with the last of them goes what they had encoded.
     */
    public void left(Batch.Filter filter) {
        if (readers.computeIfPresent(filter, (_, count) -> count == 1 ? null : count - 1) == null) {
            for (Block block : blocks) {
                block.encodings().forget(filter);
            }
        }
    }

    /** The block that is being appended to. */
    Block newest() {
        Block[] now = blocks;
        return now[now.length - 1];
    }

    /** Adds a block with room for a record of {@code contentLength} bytes. Writer only. */
    Block grow(int contentLength) {
        Block full = newest();
        int capacity =
                (int) Math.min(Math.max(full.heldBytes() * 2L, MIN_BLOCK_BYTES), MAX_BLOCK_BYTES);
        capacity = (int) Math.min(capacity, Math.max(maxBytes / 4, MIN_BLOCK_BYTES));
        capacity = Math.max(capacity, contentLength + Cri.OVERHEAD_BYTES);
        Block block = block(capacity, full.appendedNext());
        Block[] now = blocks;
        Block[] grown = Arrays.copyOf(now, now.length + 1);
        grown[now.length] = block;
        blocks = withinBound(grown);
        return block;
    }

    private Block[] withinBound(Block[] grown) {
        long bytes = 0;
        int keep = grown.length;
        while (keep > 0) {
            bytes += grown[keep - 1].heldBytes();
            boolean unpublished = grown[keep - 1].appendedNext() > next;
            if (bytes > maxBytes && keep < grown.length && !unpublished) {
                bytes -= grown[keep - 1].heldBytes();
                break;
            }
            keep--;
        }
        for (int i = 0; i < keep; i++) {
            grown[i].encodings().close();
        }
        heldBytes = bytes;
        return keep == 0 ? grown : Arrays.copyOfRange(grown, keep, grown.length);
    }

    /** The seq of the oldest record that is here. */
    public long first() {
        return Math.max(blocks[0].first(), start);
    }

    /** Nobody gets what is before {@code seq} any more. Any thread. */
    void removeBefore(long seq) {
        start = seq;
    }

    /** The seq after the newest published record's. */
    public long next() {
        return next;
    }

    /** All records before {@code seq} can be seen. Writer only. */
    void published(long seq) {
        next = seq;
    }

    /** Whether {@code seq} is here, or is the next that will be. */
    public boolean holds(long seq) {
        return seq >= first() && seq <= next;
    }

    /**
     * The records from {@code seq} on as far as one block goes; null if {@code seq} is not here,
     * which is so for the next one too.
     */
    public @Nullable Batch from(long seq) {
        Block block = seq < start ? null : blockOf(seq);
        return block == null ? null : block.from(seq);
    }

    /** The records of one block that come right before {@code end}; null if they are not here. */
    public @Nullable Batch before(long end) {
        long from = start;
        Block block = end <= from ? null : blockOf(end - 1);
        Batch batch = block == null ? null : block.before(end);
        return batch == null || batch.first() >= from
                ? batch
                : batch.slice((int) (from - batch.first()), batch.count());
    }

    private @Nullable Block blockOf(long seq) {
        Block[] now = blocks;
        for (int i = now.length - 1; i >= 0; i--) {
            if (seq >= now[i].first()) {
                return now[i];
            }
        }
        return null;
    }

    /** The memory that records and encodings hold, in bytes. */
    public long heldBytes() {
        return heldBytes + encodedBytes.get();
    }

    /**
     * Counts what readers had encoded, and forgets the oldest of it beyond the bound. The newest
     * block's goes last, but it goes: a quiet stream has no other, and any number of readers. They
     * count with what they keep from being collected.
     */
    private void encoded(long bytes) {
        if (encodedBytes.addAndGet(bytes) <= maxBytes || bytes <= 0) {
            return;
        }
        Block[] now = blocks;
        for (int i = 0; i < now.length && encodedBytes.get() > maxBytes; i++) {
            now[i].encodings().clear();
        }
    }
}
