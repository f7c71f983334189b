package dev.tailrace.log;

import dev.tailrace.model.Batch;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Writes records to the newest segment and begins a new one when it is full. Confined to the log's
 * writer.
 */
final class SegmentWriter implements Closeable {
    private final Segments segments;
    private final long segmentBytes;
    private @Nullable Active active;

    /** The segment that is being written, with its open files. */
    private record Active(Segment segment, LogFile file, SegmentIndex index) implements Closeable {
        @Override
        public void close() throws IOException {
            try (file;
                    index) {
                file.sync();
            }
        }
    }

    SegmentWriter(Segments segments, long segmentBytes) {
        this.segments = segments;
        this.segmentBytes = segmentBytes;
    }

    /** Goes on with a segment that recovery found whole. */
    void resume(Segment segment, LogFile file, SegmentIndex index) {
        active = new Active(segment, file, index);
    }

    /**
     * Writes the batch, over as many segments as it takes.
     *
     * @throws IOException if not all of it could be written; the segments then end with the last
     *     record that was
     */
    void write(Batch batch) throws IOException {
        int from = 0;
        while (from < batch.count()) {
            Active to = active;
            if (to == null || isFull(to.segment, batch, from)) {
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

    private static void append(Active to, Batch batch) throws IOException {
        long at = to.segment.size();
        to.file.write(ByteBuffer.wrap(batch.bytes(), batch.start(0), batch.size()), at);
        to.index.addIfDue(batch.first(), batch.time(0), at);
        to.segment.size(at + batch.size());
    }

    private Active roll(long base) throws IOException {
        close();
        Folder folder = segments.folder();
        Segment last = segments.last();
        Segment segment = new Segment(base, 0, false);
        LogFile file = folder.create(segment.name());
        segments.add(segment);
        Active fresh;
        try {
            removeIfEmpty(last);
            fresh =
                    new Active(
                            segment, file, SegmentIndex.create(folder, segment.indexName(), base));
        } catch (IOException e) {
            segment.seal();
            file.close();
            throw e;
        }
        active = fresh;
        folder.sync();
        return fresh;
    }

    /** Removes a segment that failed writes left without a record, now that another follows it. */
    private void removeIfEmpty(@Nullable Segment last) throws IOException {
        if (last != null && last.size() == 0) {
            segments.remove(last);
            segments.folder().delete(last.name());
            segments.folder().delete(last.indexName());
        }
    }

    /**
     * Seals what is being written and leaves an empty segment that begins at {@code next}, so that
     * no number before it is used again.
     */
    void hold(long next) throws IOException {
        close();
        Segment last = segments.last();
        if (last == null || last.base() < next) {
            Segment empty = new Segment(next, 0, true);
            segments.folder().create(empty.name()).close();
            segments.add(empty);
            removeIfEmpty(last);
            segments.folder().sync();
        }
    }

    /** Seals the segment after a write that failed, and cuts off what part of it was written. */
    void abandon() throws IOException {
        Active failed = active;
        if (failed != null) {
            try (this) {
                failed.file.truncate(failed.segment.size());
            }
        }
    }

    /** Seals the segment that is being written, if one is; the next write begins another. */
    @Override
    public void close() throws IOException {
        Active full = active;
        active = null;
        if (full != null) {
            full.segment.seal();
            full.close();
        }
    }
}
