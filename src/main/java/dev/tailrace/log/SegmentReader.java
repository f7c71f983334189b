package dev.tailrace.log;

import dev.tailrace.model.Batch;
import dev.tailrace.model.Gap;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a stream's segments forward, a stretch at a time, from any seq. It keeps its place between
 * reads, so that going on needs no search. One thread at a time.
 */
public final class SegmentReader implements Closeable {
    private static final ReadResult AT_END = new ReadResult.AtEnd();

    private final Segments segments;
    private final Inspection inspection;

    /** What has been read and not yet been asked for, in the order of seqs. */
    private final ArrayDeque<ReadResult> ahead = new ArrayDeque<>();

    private @Nullable Segment segment;
    private @Nullable Stretches stretches;
    private long next;

    SegmentReader(Segments segments, Inspection inspection) {
        this.segments = segments;
        this.inspection = inspection;
    }

    /**
     * The records from {@code seq} on, as many as lie together.
     *
     * @throws IOException if the file system fails
     */
    public ReadResult read(long seq) throws IOException {
        if (stretches == null || seq != next) {
            seek(seq);
        }
        while (true) {
            ReadResult result = takeAhead(seq);
            if (result != null) {
                return result;
            }
            if (!readOn(seq)) {
                return AT_END;
            }
        }
    }

    /** What is ahead from {@code seq} on, or null if nothing that reaches so far is. */
    private @Nullable ReadResult takeAhead(long seq) {
        ReadResult head = ahead.poll();
        while (head != null) {
            switch (head) {
                case ReadResult.Records(Batch batch) when batch.next() > seq -> {
                    next = batch.next();
                    int from = (int) (seq - batch.first());
                    return new ReadResult.Records(batch.slice(from, batch.count()));
                }
                case ReadResult.Missing(Gap gap) when gap.to() >= seq -> {
                    next = gap.to() + 1;
                    return new ReadResult.Missing(new Gap(seq, gap.to(), gap.reason()));
                }
                default -> head = ahead.poll();
            }
        }
        return null;
    }

    /** Reads a stretch, here or in the segment after this one; false if there is none yet. */
    private boolean readOn(long seq) throws IOException {
        Segment here = segment;
        Stretches open = stretches;
        if (here == null || open == null) {
            return false;
        }
        // Asked before reading: once it is sealed, what is read is all there is.
        boolean sealed = here.isSealed();
        long written = here.end();
        Segment after = segments.after(here.base());
        long end = sealed ? limit(after, written) : Long.MAX_VALUE;
        List<ReadResult> parts = open.next() < end ? open.read() : null;
        if (parts != null) {
            parts.forEach(part -> addBefore(end, part));
            if (parts.stream().anyMatch(ReadResult.Missing.class::isInstance)) {
                inspection.damaged(here);
            }
            return true;
        }
        long wanted = Math.max(seq, Math.min(open.next(), end));
        if (sealed && !segments.isKept(here) && segments.floor(wanted) != null) {
            // It was written again, perhaps under the same number or into the one before it.
            seek(wanted);
            return true;
        }
        if (sealed && after != null) {
            return moveOn(after, wanted);
        }
        // A segment that is written again may have been cut off meanwhile: that is no loss.
        if (wanted < Math.min(written, here.end())) {
            addLacking(wanted, written, here);
            return true;
        }
        return addHole(wanted);
    }

    private static long limit(@Nullable Segment after, long written) {
        long next = after == null ? Long.MAX_VALUE : after.base();
        return written == Segment.UNKNOWN ? next : Math.min(next, written);
    }

    /** What nothing follows may lack records all the same: those that are known to be lost. */
    private boolean addHole(long seq) {
        Gap hole = segments.losses().at(seq);
        return hole != null && ahead.add(new ReadResult.Missing(hole));
    }

    /** A segment ends where the next one begins: after a failed sync what overlaps is suspect. */
    private void addBefore(long end, ReadResult part) {
        switch (part) {
            case ReadResult.Records(Batch batch) when batch.next() <= end -> ahead.add(part);
            case ReadResult.Records(Batch batch) when batch.first() < end ->
                    ahead.add(new ReadResult.Records(batch.slice(0, (int) (end - batch.first()))));
            case ReadResult.Missing(Gap gap) when gap.from() < end ->
                    ahead.add(
                            new ReadResult.Missing(
                                    new Gap(
                                            gap.from(),
                                            Math.min(gap.to(), end - 1),
                                            gap.reason())));
            default -> {}
        }
    }

    private boolean moveOn(Segment after, long seq) throws IOException {
        // Those between may be gone, as this one is, which its readers still have open. Or it
        // begins later than the one before it ends.
        Segment here = segment;
        if (!open(after, seq)) {
            seek(seq);
        } else if (after.base() > seq) {
            addLacking(seq, after.base(), here);
        }
        return true;
    }

    private void addLacking(long seq, long next, @Nullable Segment before) {
        inspection
                .lacking(seq, next - 1, before)
                .forEach(gap -> ahead.add(new ReadResult.Missing(gap)));
    }

    private void seek(long seq) throws IOException {
        close();
        Segment holder = holderOf(seq);
        while (holder != null && !addHole(seq)) {
            if (open(holder, seq)) {
                if (holder.base() > seq) {
                    addLacking(seq, holder.base(), null);
                }
                return;
            }
            holder = holderOf(seq);
        }
        if (holder == null && seq < segments.start().seq()) {
            addLacking(seq, segments.start().seq(), null);
        } else if (holder == null) {
            addHole(seq);
        }
    }

    private @Nullable Segment holderOf(long seq) {
        Segment holder = segments.floor(seq);
        return holder == null ? segments.first() : holder;
    }

    /** Opens the segment; false if it has been removed meanwhile, or is gone. */
    private boolean open(Segment target, long seq) throws IOException {
        close();
        Stretches opened = openNow(target);
        if (opened == null) {
            return false;
        }
        target.opened();
        segment = target;
        stretches = opened;
        if (seq > target.base()) {
            opened.seek(seq);
        }
        return true;
    }

    /** Opens it as it is now; null if the log has it no more. */
    private @Nullable Stretches openNow(Segment target) throws IOException {
        while (segments.isKept(target)) {
            try {
                return segments.open(target);
            } catch (FileSystemException e) {
                // Unless it has been compressed meanwhile.
                inspection.gone(target, e);
            }
        }
        return null;
    }

    @Override
    public void close() throws IOException {
        Stretches open = stretches;
        Segment read = segment;
        stretches = null;
        segment = null;
        ahead.clear();
        if (open != null && read != null) {
            read.closed();
            open.close();
        }
    }
}
