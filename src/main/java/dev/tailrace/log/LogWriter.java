package dev.tailrace.log;

import dev.tailrace.model.Batch;
import dev.tailrace.model.Cri;
import dev.tailrace.model.Gap;
import dev.tailrace.model.Origin;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/**
 * Appends records to a log: to a block in memory, then to a segment, and then readers see them. One
 * thread, the stream's ingest loop; {@link #lastTime} and {@link #publishedBytes} are for any.
 */
public final class LogWriter {
    private final SegmentWriter segments;
    private final RecentRecords recent;
    private final DiskFailures failures;
    private final Ledger ledger;
    private final RecordHeader header;
    private final LongAdder publishedBytes = new LongAdder();

    /** Blocks before the newest whose records the disk has not taken yet. */
    private final ArrayDeque<Block> held = new ArrayDeque<>();

    private Block block;

    /** What the log is found to lack at its end, and does not say itself. */
    private List<Gap> unrecorded;

    private volatile long lastTime;

    LogWriter(
            SegmentWriter segments,
            RecentRecords recent,
            DiskFailures failures,
            Ledger ledger,
            Recovery recovery,
            InstantSource clock) {
        this.segments = segments;
        this.recent = recent;
        this.failures = failures;
        this.ledger = ledger;
        this.header = new RecordHeader(clock, recovery.lastTime());
        this.lastTime = recovery.lastTime();
        this.unrecorded = recovery.unrecorded();
        this.block = recent.newest();
    }

    /** Tells that the records that follow were read now: their times are not before it. */
    public void readNow() {
        header.readNow();
    }

    /** Tells the time of the records that follow, in ns since 1970: they get it, or a later one. */
    public void readAt(long time) {
        header.readAt(time);
    }

    /** Tells that the records that follow have no time: each gets that of the record before. */
    public void readAfterLast() {
        header.readAfterLast();
    }

    /** Whether no record has been appended, ever. */
    public boolean isEmpty() {
        return header.isEmpty();
    }

    /** Appends a record, which readers see after the next {@link #commit()}. */
    public void append(Origin origin, boolean partial, byte[] content, int offset, int length) {
        if (!unrecorded.isEmpty()) {
            List<Gap> gaps = unrecorded;
            unrecorded = List.of();
            gaps.forEach(this::record);
        }
        if (!block.hasRoom(length)) {
            if (!commit()) {
                held.add(block);
            }
            block = recent.grow(length);
        }
        block.append(header, origin, partial, content, offset, length);
    }

    /**
     * Writes what has been appended to its segment, then lets readers see it. Where the disk fails,
     * the settings say what gives way.
     *
     * @return false if the records wait for the disk, and so must the producer; then it is to be
     *     called again
     */
    public boolean commit() {
        while (!held.isEmpty()) {
            if (!publish(held.getFirst())) {
                return false;
            }
            held.removeFirst();
        }
        if (!publish(block)) {
            return false;
        }
        Gap healed = failures.takeHealed();
        if (healed != null) {
            record(healed);
        }
        return true;
    }

    private boolean publish(Block from) {
        Batch pending = from.unpublished();
        if (pending == null) {
            return true;
        }
        if (!failures.write(segments, pending)) {
            return false;
        }
        lastTime = pending.time(pending.count() - 1);
        publishedBytes.add(pending.size() - (long) pending.count() * Cri.OVERHEAD_BYTES);
        from.publish();
        recent.published(pending.next());
        return true;
    }

    /** Says in the log itself what it lacks. */
    private void record(Gap gap) {
        byte[] content = GapRecord.of(gap);
        append(Origin.SYSTEM, false, content, 0, content.length);
        commit();
        if (failures.isAllSaid()) {
            ledger.recorded();
        }
    }

    /** The bytes of content, without line ends, that were published since the log was opened. */
    public long publishedBytes() {
        return publishedBytes.sum();
    }

    /** The newest record's time in ns since 1970, or 0 if there has been none. */
    public long lastTime() {
        return lastTime;
    }
}
