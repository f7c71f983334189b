package dev.tailrace.log;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The stretches of a segment as it was written: from index entry to index entry, so that the number
 * of each stretch's first and last record is known; beyond the last entry as far as lines are
 * whole.
 */
final class PlainStretches implements Stretches {
    /** A record may be this large; entries that lie further apart are not believed. */
    private static final long MAX_DISTANCE = 64L << 20;

    /**
     * A reader that reads on is given as much at a time as of a compressed segment: handing a
     * stretch from thread to thread costs as much as searching 64 KiB of it.
     */
    private static final int READ_ON_BYTES = 192 * 1024;

    private final Segment segment;
    private final LogFile file;
    private final IndexLookup index;
    private long offset;
    private long next;
    private boolean readsOn;

    PlainStretches(Folder folder, Segment segment) throws IOException {
        this.segment = segment;
        this.file = folder.openForReading(segment.name(Segment.Form.PLAIN));
        try {
            this.index = new IndexLookup(folder, segment, file);
        } catch (IOException e) {
            file.close();
            throw e;
        }
        this.next = segment.base();
    }

    @Override
    public long next() {
        return next;
    }

    @Override
    public void seek(long seq) throws IOException {
        goTo(index.bySeq(seq));
    }

    @Override
    public void seekTime(long time) throws IOException {
        goTo(index.byTime(time));
    }

    private void goTo(SegmentIndex.@Nullable Entry entry) {
        offset = entry == null ? 0 : entry.offset();
        next = entry == null ? segment.base() : entry.seq();
        readsOn = false;
    }

    @Override
    public @Nullable List<ReadResult> read() throws IOException {
        if (readsOn) {
            SegmentIndex.Entry far = index.after(offset + READ_ON_BYTES);
            Stretch stretch = far == null ? null : upTo(far);
            // Where something is wrong, nearer entries tell more exactly which records it costs.
            if (far != null && stretch != null && isWhole(stretch, far)) {
                return moved(stretch, far.offset(), far.seq());
            }
        }
        readsOn = true;
        SegmentIndex.Entry near = index.after(offset);
        Stretch stretch = near == null ? null : upTo(near);
        if (near != null && stretch != null) {
            return moved(stretch, near.offset(), near.seq());
        }
        Segment.Extent written = segment.extent();
        Stretch rest = Stretch.read(file, offset, written.bytes(), Stretch.BYTES);
        if (rest.scanned() == 0) {
            return null;
        }
        long end = offset + rest.scanned();
        // The end of what was written tells the last number as an entry of the index does.
        boolean told = end == written.bytes() && written.next() > next;
        return moved(rest, end, told ? written.next() : next + rest.lines());
    }

    /** What lies before {@code anchor}; null if that is not to be believed. */
    private @Nullable Stretch upTo(SegmentIndex.Entry anchor) throws IOException {
        long distance = anchor.offset() - offset;
        return anchor.seq() > next && distance <= MAX_DISTANCE
                ? Stretch.read(file, offset, anchor.offset(), (int) distance)
                : null;
    }

    private boolean isWhole(Stretch stretch, SegmentIndex.Entry anchor) {
        return !stretch.isDamaged() && stretch.records() == anchor.seq() - next;
    }

    private List<ReadResult> moved(Stretch stretch, long newOffset, long newNext) {
        List<ReadResult> parts = stretch.numbered(next, newNext);
        offset = newOffset;
        next = newNext;
        return parts;
    }

    @Override
    public void close() throws IOException {
        try (file) {
            index.close();
        }
    }
}
