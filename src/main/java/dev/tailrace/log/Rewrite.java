package dev.tailrace.log;

import dev.tailrace.model.Batch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes what is not known to be durable into a new segment, from memory: after a failed sync the
 * kernel may have dropped what was written, and syncing again would only hide it. What retention
 * has removed meanwhile stays removed. The writer's, while nothing is synced.
 *
 * <pre>
 *   segments from there on --renamed--> NAME.suspect      --all is written again--> removed
 *   the one before them    --readers see less of it: RewritePoint ----------------> cut off
 * </pre>
 */
final class Rewrite {
    private final Segments segments;
    private final SegmentWriter writer;
    private final RecentRecords recent;
    private final DiskFailures failures;
    private final Ledger ledger;

    Rewrite(
            Segments segments,
            SegmentWriter writer,
            RecentRecords recent,
            DiskFailures failures,
            Ledger ledger) {
        this.segments = segments;
        this.writer = writer;
        this.recent = recent;
        this.failures = failures;
        this.ledger = ledger;
    }

    /**
     * Writes the records from {@code durable} on.
     *
     * @throws IOException if the disk fails again
     */
    void from(long durable) throws IOException {
        long first = Math.max(firstPlain(durable), segments.start().seq());
        long from = Math.max(first, recent.first());
        writer.forget(from);
        List<Segment> suspects = setAside(from);
        RewritePoint point = RewritePoint.at(segments, from);
        if (point != null) {
            point.show(segments.folder());
        }
        write(from);
        if (point != null) {
            point.cut(segments.folder());
        }
        for (Segment suspect : suspects) {
            segments.folder().delete(suspect.name() + Segment.SUSPECT);
        }
        ledger.unsynced(from > first, recent.next());
    }

    /** The first number from {@code seq} on that no compressed segment holds: those are durable. */
    private long firstPlain(long seq) {
        long first = seq;
        for (Segment segment : segments.all()) {
            if (segment.form() == Segment.Form.GZIP) {
                Segment after = segments.after(segment.base());
                first = Math.max(first, after == null ? writer.writtenNext() : after.base());
            }
        }
        return first;
    }

    private List<Segment> setAside(long seq) throws IOException {
        List<Segment> suspects = new ArrayList<>();
        for (Segment segment : segments.all()) {
            if (segment.base() >= seq && segment.form() == Segment.Form.PLAIN) {
                // A reader that does not find the file must not take that for damage.
                synchronized (segment) {
                    segments.folder().rename(segment.name(), segment.name() + Segment.SUSPECT);
                    segments.remove(segment);
                }
                suspects.add(segment);
            }
        }
        return suspects;
    }

    private void write(long from) throws IOException {
        try {
            @Nullable Batch batch = recent.from(from);
            while (batch != null) {
                writer.write(batch);
                batch = recent.from(batch.next());
            }
            failures.writtenAgain(from, writer.writtenNext());
        } catch (IOException e) {
            // The next record to be written is not the one that would come next here.
            long written = writer.abandon(from);
            failures.writtenAgain(from, written);
            failures.notWrittenAgain(written, recent.next(), e);
            throw e;
        }
    }
}
