package dev.tailrace.log;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads a segment to its end for what only its lines can tell: how many records it holds, the time
 * of the last, where the last whole one ends; and makes its index on the way.
 *
 * @param next the seq after the last record's
 * @param lastTime the last record's time in ns since 1970, or {@code Long.MIN_VALUE} without one
 * @param end the bytes that whole records take; what follows was cut off by a crash
 */
record SegmentScan(long next, long lastTime, long end) {

    /** Scans from the last indexed record that is true, and completes the index. */
    static SegmentScan from(
            LogFile file, long size, SegmentIndex index, SegmentIndex.@Nullable Entry last)
            throws IOException {
        long offset = last == null ? 0 : last.offset();
        long seq = last == null ? index.base() : last.seq();
        long time = Long.MIN_VALUE;
        while (true) {
            Stretch stretch = Stretch.read(file, offset, size, Stretch.BYTES);
            if (stretch.scanned() == 0) {
                return new SegmentScan(seq, time, offset);
            }
            if (stretch.beginsWhole()) {
                index.addIfDue(seq, stretch.firstTime(), offset);
            }
            time = Math.max(time, stretch.lastTime());
            seq += stretch.lines();
            offset += stretch.scanned();
        }
    }

    /**
     * Makes a sealed segment's index anew and returns it open. It takes its place when it is whole,
     * so that other readers never see half of it. One thread at a time for one segment.
     */
    static SegmentIndex rebuild(Folder folder, Segment segment, LogFile file) throws IOException {
        String temporary = segment.indexName() + Folder.UNFINISHED;
        SegmentIndex index = SegmentIndex.create(folder, temporary, segment.base());
        try {
            SegmentScan scan = from(file, segment.size(), index, null);
            index.seal(scan.next, scan.lastTime, scan.end);
            folder.rename(temporary, segment.indexName());
            return index;
        } catch (IOException e) {
            index.close();
            throw e;
        }
    }
}
