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

    private final Segment segment;
    private final LogFile file;
    private final IndexLookup index;
    private long offset;
    private long next;

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
    }

    @Override
    public @Nullable List<SegmentReader.Result> read() throws IOException {
        SegmentIndex.Entry anchor = index.after(offset);
        long size = segment.size();
        if (anchor != null && anchor.seq() > next && anchor.offset() - offset <= MAX_DISTANCE) {
            Stretch stretch =
                    Stretch.read(file, offset, anchor.offset(), (int) (anchor.offset() - offset));
            return moved(stretch, anchor.offset(), anchor.seq());
        }
        Stretch stretch = Stretch.read(file, offset, size, Stretch.BYTES);
        return stretch.scanned() == 0
                ? null
                : moved(stretch, offset + stretch.scanned(), next + stretch.lines());
    }

    private List<SegmentReader.Result> moved(Stretch stretch, long newOffset, long newNext) {
        List<SegmentReader.Result> parts = stretch.numbered(next, newNext);
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
