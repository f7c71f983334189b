package dev.tailrace.log;

import dev.tailrace.model.Batch;
import dev.tailrace.model.Gap;
import dev.tailrace.model.GapReason;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds where reading is to begin. Reads files: not for an event loop's thread; otherwise any
 * thread.
 */
public final class LogSearch {
    private final Segments segments;
    private final Inspection inspection;
    private final RecentRecords recent;

    LogSearch(Segments segments, Inspection inspection, RecentRecords recent) {
        this.segments = segments;
        this.inspection = inspection;
        this.recent = recent;
    }

    long first() {
        return Math.min(segments.start().seq(), recent.first());
    }

    /** The seq of the first record at {@code time} (ns since 1970) or after it. */
    public long firstAt(long time) throws IOException {
        long seq = placeBefore(time);
        long end = recent.next();
        try (SegmentReader reader = new SegmentReader(segments, inspection)) {
            while (seq < end) {
                switch (read(reader, seq)) {
                    case ReadResult.Records(Batch batch) -> {
                        // One by one: a damaged time misleads about its own record alone.
                        for (int i = 0; i < batch.count(); i++) {
                            if (batch.time(i) >= time) {
                                // A page may be ahead of what is published.
                                return Math.min(batch.first() + i, end);
                            }
                        }
                        seq = batch.next();
                    }
                    // What the files have lost may still be in memory.
                    case ReadResult.Missing(var gap) ->
                            seq = Math.min(gap.to() + 1, inMemoryAfter(seq));
                    case ReadResult.AtEnd _ -> seq = inMemoryAfter(seq);
                }
            }
        }
        return end;
    }

    /**
     * The seq that the oldest segment begins with that is being written, or has a record at {@code
     * time} (ns since 1970) or after it.
     */
    long segmentAt(long time) throws IOException {
        for (Segment segment : segments.all()) {
            Segment after = segments.after(segment.base());
            if (after == null || !segment.isSealed() || !endsBefore(segment, after, time)) {
                return segment.base();
            }
        }
        return segments.start().seq();
    }

    private boolean endsBefore(Segment segment, Segment after, long time) throws IOException {
        if (after.firstTime() <= time) {
            return true;
        }
        if (segment.firstTime() >= time) {
            return false;
        }
        Batch last = before(after.base());
        return last != null && last.time(last.count() - 1) < time;
    }

    /**
     * Hands over what there is of the records from {@code first} to before {@code end}, which are
     * published, and what is missing of them; in their order.
     */
    public void between(long first, long end, Consumer<ReadResult> to) throws IOException {
        long seq = first;
        try (SegmentReader reader = new SegmentReader(segments, inspection)) {
            while (seq < end) {
                switch (read(reader, seq)) {
                    case ReadResult.Records(Batch batch) -> {
                        int count = (int) Math.min(batch.count(), end - seq);
                        to.accept(new ReadResult.Records(batch.slice(0, count)));
                        seq += count;
                    }
                    case ReadResult.Missing(Gap gap) -> {
                        long next = Math.min(end, Math.min(gap.to() + 1, inMemoryAfter(seq)));
                        to.accept(new ReadResult.Missing(new Gap(seq, next - 1, gap.reason())));
                        seq = next;
                    }
                    case ReadResult.AtEnd _ -> {
                        long next = Math.min(end, inMemoryAfter(seq));
                        to.accept(
                                new ReadResult.Missing(new Gap(seq, next - 1, GapReason.CORRUPT)));
                        seq = next;
                    }
                }
            }
        }
    }

    private long inMemoryAfter(long seq) {
        return Math.max(seq + 1, recent.first());
    }

    private ReadResult read(SegmentReader reader, long seq) throws IOException {
        Batch inMemory = recent.from(seq);
        return inMemory != null ? new ReadResult.Records(inMemory) : reader.read(seq);
    }

    /** A seq at or before {@code time} that is near it: segments are in the order of time. */
    private long placeBefore(long time) throws IOException {
        Segment candidate = segments.last();
        while (candidate != null && candidate.firstTime() > time) {
            candidate = segments.before(candidate.base());
        }
        if (candidate == null) {
            return first();
        }
        return begin(candidate, stretches -> stretches.seekTime(time));
    }

    private interface Seek {
        void in(Stretches stretches) throws IOException;
    }

    /** The seq that a stretch begins with; if the segment is replaced or gone, one before it. */
    private long begin(Segment holder, Seek seek) throws IOException {
        try (Stretches stretches = segments.open(holder)) {
            seek.in(stretches);
            return stretches.next();
        } catch (FileSystemException e) {
            inspection.gone(holder, e);
            return Math.max(holder.base(), first());
        }
    }

    /**
     * What comes right before {@code end}, as much as lies together: records, or what is missing of
     * them; at the end where nothing more is kept. To go on backwards, ask again with the first seq
     * of what came.
     */
    public ReadResult backwards(long end) throws IOException {
        Batch inMemory = end <= first() ? null : recent.before(end);
        if (inMemory != null) {
            return new ReadResult.Records(inMemory);
        }
        Segment holder = segments.floor(end - 1);
        long begin = holder == null ? 0 : begin(holder, stretches -> stretches.seek(end - 1));
        ReadResult[] last = {new ReadResult.AtEnd()};
        between(Math.max(begin, first()), end, part -> last[0] = part);
        return last[0];
    }

    /**
     * The records right before {@code end}, as many as lie together; null where nothing more is
     * kept. To go on backwards, ask again with the first seq of what came.
     */
    public @Nullable Batch before(long end) throws IOException {
        long seq = end;
        while (true) {
            switch (backwards(seq)) {
                case ReadResult.Records(Batch batch) -> {
                    return batch;
                }
                case ReadResult.Missing(Gap gap) -> seq = gap.from();
                case ReadResult.AtEnd _ -> {
                    return null;
                }
            }
        }
    }
}
