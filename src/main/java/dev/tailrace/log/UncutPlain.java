package dev.tailrace.log;

import dev.tailrace.model.Cri;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The uncut stretches of a segment as it was written: from index entry to index entry, several of
 * them at a time, and from the last one to the end of what was written.
 */
final class UncutPlain implements UncutStretches {
    /**
     * At a time: what a core keeps at hand. More is no faster, and holds up for longer whoever
     * reads from the same disk.
     */
    private static final int READ_BYTES = 192 * 1024;

    /** Entries at hand, of 64 KiB or more each: those of a segment of the usual size. */
    private static final int PAGE_ENTRIES = 1024;

    /** A segment's end by what was written last, beyond its entries. */
    private record End(long seq, long offset, boolean isRecord) {}

    private final Segment segment;
    private final LogFile file;
    private final @Nullable SegmentIndex index;
    private final ByteBuffer room;
    private final byte[] header = new byte[Cri.HEADER_BYTES];
    private List<SegmentIndex.Entry> page = List.of();

    UncutPlain(Folder folder, Segment segment, ByteBuffer room) throws IOException {
        this.segment = segment;
        this.room = room;
        this.file = folder.openForReading(segment.name(Segment.Form.PLAIN));
        try {
            this.index = SegmentIndex.openForReading(folder, segment.indexName(), segment.base());
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    @Override
    public @Nullable Uncut at(long seq, boolean backwards) throws IOException {
        if (index == null) {
            return null;
        }
        Segment.Extent extent = segment.extent();
        int at = inPage(seq);
        if (at < 0 || at + 1 == page.size()) {
            readPage(index, seq, backwards);
            at = inPage(seq);
        }
        if (at < 0) {
            return null;
        }
        int begin = at;
        End end = end(at + 1, extent);
        if (end == null || end.seq <= seq) {
            return null;
        }
        if (backwards) {
            while (begin > 0 && end.offset - page.get(begin - 1).offset() <= READ_BYTES) {
                begin--;
            }
        } else {
            end = farthest(at + 2, page.get(at).offset() + READ_BYTES, end, extent);
        }
        return read(page.get(begin), end);
    }

    /** The place in the page of the last entry at or before {@code seq}; negative if none is. */
    private int inPage(long seq) {
        int low = 0;
        int high = page.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (page.get(middle).seq() <= seq) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low - 1;
    }

    private void readPage(SegmentIndex from, long seq, boolean backwards) throws IOException {
        from.refresh();
        int number = from.numberOf(seq);
        int before = backwards ? PAGE_ENTRIES - 2 : 0;
        page = number < 0 ? List.of() : from.entries(Math.max(0, number - before), PAGE_ENTRIES);
        // Where the index is damaged it is made again by those that read record by record.
        if (page.contains(SegmentIndex.DAMAGED)) {
            page = List.of();
        }
    }

    /** The end that the entry {@code number} of the page tells; null if nothing does. */
    private @Nullable End end(int number, Segment.Extent extent) {
        if (number < page.size() && page.get(number).offset() <= extent.bytes()) {
            SegmentIndex.Entry entry = page.get(number);
            return new End(entry.seq(), entry.offset(), entry.offset() < extent.bytes());
        }
        return extent.next() == Segment.UNKNOWN
                ? null
                : new End(extent.next(), extent.bytes(), false);
    }

    private End farthest(int from, long limit, End near, Segment.Extent extent) {
        End end = near;
        int number = from;
        while (number < page.size()
                && page.get(number).offset() <= Math.min(limit, extent.bytes())) {
            SegmentIndex.Entry entry = page.get(number);
            end = new End(entry.seq(), entry.offset(), entry.offset() < extent.bytes());
            number++;
        }
        return end;
    }

    /** An entry is believed only after the segment itself has confirmed it. */
    private @Nullable Uncut read(SegmentIndex.Entry begin, End end) throws IOException {
        long length = end.offset - begin.offset();
        long more = end.isRecord ? Cri.HEADER_BYTES : 0;
        if (length <= 0 || length + more > room.capacity()) {
            return null;
        }
        room.clear().limit((int) (length + more));
        boolean whole = file.readFully(room, begin.offset()) == length + more;
        return whole
                        && isRecordAt(0)
                        && Cri.timeAt(header, 0) == begin.time()
                        && room.get((int) length - 1) == '\n'
                        && (!end.isRecord || isRecordAt((int) length))
                ? new Uncut(begin.seq(), end.seq, (int) length)
                : null;
    }

    private boolean isRecordAt(int offset) {
        if (room.limit() < offset + Cri.HEADER_BYTES) {
            return false;
        }
        room.get(offset, header);
        return Cri.isRecord(header, 0, Cri.HEADER_BYTES);
    }

    @Override
    public void close() throws IOException {
        try (file) {
            if (index != null) {
                index.close();
            }
        }
    }
}
