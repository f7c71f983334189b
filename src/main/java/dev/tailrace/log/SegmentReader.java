package dev.tailrace.log;

import dev.tailrace.model.Batch;
import dev.tailrace.model.Gap;
import dev.tailrace.model.GapReason;
import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads a stream's segments forward, a page at a time, from any seq. It keeps its place between
 * reads, so that going on needs no search. One thread at a time.
 */
public final class SegmentReader implements Closeable {
    /** What a read found. */
    public sealed interface Result {
        /** Records, the first of which is the one asked for. */
        record Records(Batch batch) implements Result {}

        /** The records asked for, up to the gap's end, are not in the files. */
        record Missing(Gap gap) implements Result {}

        /** The files have nothing there yet. */
        record AtEnd() implements Result {}
    }

    private static final Result AT_END = new Result.AtEnd();

    /** A segment that is open, how far it has been read, and the seq of the record there. */
    private record Place(Segment segment, LogFile file, long offset, long next) {
        Place after(int bytes, int records) {
            return new Place(segment, file, offset + bytes, next + records);
        }
    }

    private final Segments segments;
    private @Nullable Place place;

    SegmentReader(Segments segments) {
        this.segments = segments;
    }

    /**
     * The records from {@code seq} on, as many as are in a page.
     *
     * @throws IOException if the file system fails
     */
    public Result read(long seq) throws IOException {
        if (place == null || place.next != seq) {
            seek(seq);
        }
        GapReason reason = GapReason.RETENTION;
        while (place != null && place.next <= seq) {
            Place at = place;
            // Asked before the size: once it is sealed, the size that follows is final.
            boolean sealed = at.segment.isSealed();
            Page page = Page.read(at.file, at.offset, at.segment.size());
            if (page.count() > 0) {
                place = at.after(page.scanned(), page.count());
                if (place.next > seq) {
                    return new Result.Records(page.records((int) (seq - at.next), at.next));
                }
            } else if (page.isDamaged()) {
                place = at.after(page.scanned(), 1);
                reason = GapReason.CORRUPT;
            } else if (!sealed || !moveOn(at.segment)) {
                return AT_END;
            } else {
                // A segment that begins later than the one before it ends: the disk failed between.
                reason = GapReason.DISK_FULL;
            }
        }
        return place == null ? AT_END : new Result.Missing(new Gap(seq, place.next - 1, reason));
    }

    private void seek(long seq) throws IOException {
        Segment holder = segments.floor(seq);
        if (holder == null) {
            holder = segments.first();
        }
        if (holder == null) {
            close();
            return;
        }
        open(holder);
        SegmentIndex.Entry entry = IndexLookup.bySeq(segments.folder(), holder, seq);
        if (entry != null && place != null) {
            place = new Place(holder, place.file, entry.offset(), entry.seq());
        }
    }

    private boolean moveOn(Segment read) throws IOException {
        Segment after = segments.after(read.base());
        if (after != null) {
            open(after);
        }
        return after != null;
    }

    private void open(Segment segment) throws IOException {
        close();
        LogFile file = segments.folder().openForReading(segment.name());
        place = new Place(segment, file, 0, segment.base());
    }

    @Override
    public void close() throws IOException {
        Place open = place;
        place = null;
        if (open != null) {
            open.file.close();
        }
    }
}
