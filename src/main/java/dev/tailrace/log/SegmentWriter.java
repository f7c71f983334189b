package dev.tailrace.log;

import dev.tailrace.model.Batch;
import dev.tailrace.model.Gap;
import dev.tailrace.model.GapReason;
import dev.tailrace.model.Reasons;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * Writes records to the newest segment and begins a new one when it is full or old. The writer's,
 * but for {@link #current} and {@link #takeSealed}, which are the keeper's: syncing a sealed file
 * takes longer than the writer may be held up.
 *
 * <pre>
 *   roll --sealed files--> keeper: sync, close
 * </pre>
 */
final class SegmentWriter implements Closeable {
    private static final System.Logger LOG = System.getLogger(SegmentWriter.class.getName());

    record Open(Segment segment, LogFile file, SegmentIndex index) implements Closeable {
        @Override
        public void close() throws IOException {
            try (file) {
                index.close();
            }
        }
    }

    private static final String PROBE = "probe" + Folder.UNFINISHED;

    /** A disk with less room than this is full: it would be again in no time. */
    private static final int PROBE_BYTES = 64 * 1024;

    private final Segments segments;
    private final long segmentBytes;
    private final ConcurrentLinkedQueue<Open> sealed = new ConcurrentLinkedQueue<>();
    private volatile @Nullable Open current;
    private volatile boolean folderChanged;
    private long lastTime;
    private long writtenNext;

    SegmentWriter(Segments segments, long segmentBytes) {
        this.segments = segments;
        this.segmentBytes = segmentBytes;
    }

    /** Goes on with a segment that recovery found whole. */
    void resume(Segment segment, LogFile file, SegmentIndex index, SegmentScan end) {
        lastTime = end.lastTime();
        writtenNext = end.next();
        current = new Open(segment, file, index);
    }

    /** Goes on with a new segment, when there is something to write, from {@code next} on. */
    void beginAt(long next) {
        writtenNext = next;
    }

    /**
     * Writes the batch, over as many segments as it takes.
     *
     * @throws IOException if not all of it could be written; the segments then end with the last
     *     record that was
     */
    void write(Batch batch) throws IOException {
        // What a write that failed has left whole is not written again.
        int from = (int) Math.max(0, writtenNext - batch.first());
        while (from < batch.count()) {
            Open to = current;
            boolean follows = batch.first() + from == writtenNext;
            if (to == null
                    || !follows
                    || to.segment.isSpoiled()
                    || isFull(to.segment, batch, from)) {
                to = roll(batch.first() + from);
            }
            int end = fitting(to.segment, batch, from);
            append(to, batch.slice(from, end));
            from = end;
        }
    }

    private boolean isFull(Segment segment, Batch batch, int record) {
        return segment.size() > 0 && fitting(segment, batch, record) == record;
    }

    /** How far the records from {@code from} on fit; at least one does in an empty segment. */
    private int fitting(Segment segment, Batch batch, int from) {
        long room = segmentBytes - segment.size();
        int begin = batch.start(from);
        if (batch.contentEnd(batch.count() - 1) + 1 - begin <= room) {
            return batch.count();
        }
        int end = from;
        while (batch.contentEnd(end) + 1 - begin <= room) {
            end++;
        }
        return end == from && segment.size() == 0 ? from + 1 : end;
    }

    private void append(Open to, Batch batch) throws IOException {
        long at = to.segment.size();
        long time = batch.time(0);
        to.file.write(ByteBuffer.wrap(batch.bytes(), batch.start(0), batch.size()), at);
        to.index.addIfDue(batch.first(), time, at);
        lastTime = batch.time(batch.count() - 1);
        to.segment.grown(at + batch.size(), batch.next(), time);
        writtenNext = batch.next();
    }

    private Open roll(long base) throws IOException {
        seal();
        Folder folder = segments.folder();
        Segment last = segments.last();
        Segment segment = new Segment(base, Segment.Form.PLAIN, 0, Segment.NO_TIME, false);
        // It is there if it was begun before, and failed: its name may be all that tells the
        // number.
        boolean again = last != null && last.base() == base;
        if (base > writtenNext) {
            // The disk did not take what is between. Before readers can come to it.
            segments.losses().add(new Gap(writtenNext, base - 1, GapReason.DISK_FULL));
        }
        LogFile file = again ? folder.open(segment.name()) : folder.create(segment.name());
        segments.add(segment);
        try {
            if (again) {
                file.truncate(0);
            } else {
                removeIfEmpty(last);
            }
            Open fresh =
                    new Open(segment, file, SegmentIndex.create(folder, segment.indexName(), base));
            folderChanged = true;
            current = fresh;
            return fresh;
        } catch (IOException e) {
            segment.seal();
            file.close();
            throw e;
        }
    }

    /** Removes a segment that failed writes left without a record, now that another follows it. */
    private void removeIfEmpty(@Nullable Segment last) throws IOException {
        if (last != null && last.size() == 0) {
            segments.remove(last);
            segments.folder().delete(last.name());
            segments.folder().delete(last.indexName());
        }
    }

    /** Nothing more is written to the current segment, if there is one. */
    void seal() {
        Open full = current;
        if (full != null) {
            current = null;
            full.segment.seal();
            sealed.add(full);
            full.index.seal(writtenNext, lastTime, full.segment.size());
        }
    }

    /**
     * Seals the segment after a write that failed, and cuts off what part of a record was written.
     *
     * @param first the seq of the batch's first record
     * @return the seq after the last record that was written
     */
    long abandon(long first) {
        long written = Math.max(first, writtenNext);
        Open failed = current;
        if (failed != null) {
            seal();
            try {
                failed.file.truncate(failed.segment.size());
            } catch (IOException e) {
                // What is left beyond its size is no whole line, and readers know the size.
                LOG.log(
                        System.Logger.Level.WARNING,
                        "{0}/{1} was not cut off after its last record: {2}",
                        segments.folder(),
                        failed.segment.name(),
                        Reasons.of(e));
            }
        }
        return written;
    }

    /** The number that is written next. */
    long writtenNext() {
        return writtenNext;
    }

    /** What was written from {@code seq} on is not: closes what is open, without another sync. */
    void forget(long seq) throws IOException {
        seal();
        writtenNext = Math.min(writtenNext, seq);
        Open open = sealed.poll();
        while (open != null) {
            open.close();
            open = sealed.poll();
        }
    }

    /**
     * Writes something and removes it, to see whether the disk takes more than a name: a full one
     * takes those.
     *
     * @throws IOException if it does not
     */
    void probe() throws IOException {
        Folder folder = segments.folder();
        folder.delete(PROBE);
        try (LogFile file = folder.create(PROBE)) {
            file.write(ByteBuffer.allocate(PROBE_BYTES), 0);
            file.sync();
        } finally {
            folder.delete(PROBE);
        }
    }

    /** The segment that is being written. Keeper. */
    @Nullable Open current() {
        return current;
    }

    /** A segment that was sealed, to be synced and closed; null if there is none. Keeper. */
    @Nullable Open takeSealed() {
        return sealed.poll();
    }

    /** Whether names have changed since this was last asked. Keeper. */
    boolean takeFolderChanged() {
        boolean changed = folderChanged;
        folderChanged = false;
        return changed;
    }

    /** Closes what is open. The last call of all, and the keeper's part is over too. */
    @Override
    public void close() throws IOException {
        Open open = current == null ? sealed.poll() : current;
        current = null;
        if (open != null) {
            // And the others after it, whatever fails.
            try (open;
                    this) {
                open.file.sync();
            }
        }
    }
}
