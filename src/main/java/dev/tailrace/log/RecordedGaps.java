package dev.tailrace.log;

import dev.tailrace.model.Batch;
import dev.tailrace.model.Cri;
import dev.tailrace.model.Gap;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.ArrayList;
import java.util.List;

/** What a log says of itself that it lacks: {@link GapRecord}. Reads files; any thread. */
final class RecordedGaps {
    /**
     * The log says what it lacks at once when the disk takes records again, after those that were
     * waiting: a block has no more than these.
     */
    private static final int RECORDED_WITHIN =
            RecentRecords.MAX_BLOCK_BYTES / Cri.OVERHEAD_BYTES + 1;

    private RecordedGaps() {}

    /** What the log itself says that it lacks between {@code from} and {@code to}, in order. */
    static List<Gap> in(Segments segments, long from, long to) throws IOException {
        List<Gap> found = new ArrayList<>();
        long end = to + 1 + RECORDED_WITHIN;
        Segment segment = segments.floor(to + 1);
        while (segment != null && segment.base() < end) {
            read(segments, segment, end, from, to, found);
            segment = segments.after(segment.base());
        }
        return found;
    }

    private static void read(
            Segments segments, Segment segment, long end, long from, long to, List<Gap> found)
            throws IOException {
        try (Stretches stretches = segments.open(segment)) {
            List<ReadResult> parts = stretches.read();
            while (parts != null) {
                for (ReadResult part : parts) {
                    if (part instanceof ReadResult.Records(Batch batch)) {
                        take(batch, from, to, found);
                    }
                }
                parts = stretches.next() < end ? stretches.read() : null;
            }
        } catch (FileSystemException e) {
            if (!Folder.isNoFile(e)) {
                throw e;
            }
            // Nobody can tell what it said: it is found to be gone in its turn.
        }
    }

    private static void take(Batch batch, long from, long to, List<Gap> found) {
        for (int i = 0; i < batch.count(); i++) {
            Gap gap = GapRecord.in(batch, i);
            if (gap != null && gap.from() <= to && gap.to() >= from) {
                found.add(
                        new Gap(Math.max(from, gap.from()), Math.min(to, gap.to()), gap.reason()));
            }
        }
    }
}
