package dev.tailrace.log;

import dev.tailrace.model.Batch;
import dev.tailrace.model.Cri;
import dev.tailrace.model.Gap;
import dev.tailrace.model.GapReason;
import dev.tailrace.model.Reasons;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Finds out why records are not there, says and counts each loss once. Any thread.
 *
 * <pre>
 *   before the log's start                            retention
 *   the log has a record of its own that says so      the reason that it says: disk-full, mostly
 *   the file before was longer once, or holds
 *     lines that are no records                       corrupt
 *   the file before is whole, the next begins later   missing
 * </pre>
 */
final class Inspection {
    private static final System.Logger LOG = System.getLogger(Inspection.class.getName());

    /**
     * The log says what it lacks at once when the disk takes records again, after those that were
     * waiting: a block has no more than these.
     */
    private static final int RECORDED_WITHIN =
            RecentRecords.MAX_BLOCK_BYTES / Cri.OVERHEAD_BYTES + 1;

    private final Segments segments;
    private final Losses losses;
    private final @Nullable Gap noted;

    /** What is noted, and the log does not say: the writer is to make up for it. */
    private final List<Gap> unsaid = new CopyOnWriteArrayList<>();

    /**
     * @param noted what the log lacks without saying it, as far as the ledger has it
     */
    Inspection(Segments segments, @Nullable Gap noted) {
        this.segments = segments;
        this.losses = segments.losses();
        this.noted = noted;
    }

    /** Looks at all segments, and for those that are gone, as a log is opened. */
    void inspectAll() throws IOException {
        Segment first = segments.first();
        if (first != null && first.base() > segments.start()) {
            hole(segments.start(), first.base(), GapReason.MISSING);
        }
        for (Segment segment : segments.all()) {
            Segment after = segments.after(segment.base());
            if (after != null) {
                inspect(segment, after.base());
            }
        }
    }

    private void inspect(Segment segment, long limit) throws IOException {
        SegmentCheck check = SegmentCheck.of(segments.folder(), segment);
        if (!check.whole()) {
            damaged(segment);
        } else if (check.end() != SegmentCheck.UNKNOWN && check.end() < limit) {
            hole(check.end(), limit, GapReason.MISSING);
        }
    }

    /**
     * The records from {@code from} to {@code to}, which no segment has, by reason.
     *
     * @param before the segment that ends before them; null if none does
     */
    List<Gap> lacking(long from, long to, @Nullable Segment before) {
        long kept = Math.max(from, Math.min(segments.start(), to + 1));
        List<Gap> parts = new ArrayList<>(1);
        if (kept > from) {
            parts.add(new Gap(from, kept - 1, GapReason.RETENTION));
        }
        if (kept <= to) {
            if (before != null && !losses.cover(kept, to)) {
                damaged(before);
            }
            parts.addAll(losses.split(kept, to));
        }
        return parts;
    }

    /** There is damage in the segment: reads all of it, the first time. */
    void damaged(Segment segment) {
        Segment after = segments.after(segment.base());
        if (!segment.isSealed() || after == null || !segment.markDamaged()) {
            return;
        }
        try {
            SegmentDamage damage = SegmentDamage.in(segments.folder(), segment, after.base());
            if (damage.lines() > 0) {
                say(segment.name(), damage.from(), damage.to(), damage.lines(), GapReason.CORRUPT);
            }
            if (damage.end() < after.base() && !losses.cover(damage.end(), after.base() - 1)) {
                hole(damage.end(), after.base(), GapReason.CORRUPT);
            }
        } catch (NoSuchFileException e) {
            LOG.log(System.Logger.Level.DEBUG, "{0} was removed meanwhile", segment.name());
        } catch (IOException e) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "{0}/{1} is damaged, and cannot be read to its end: {2}",
                    segments.folder(),
                    segment.name(),
                    Reasons.of(e));
        }
    }

    /**
     * No segment has the records from {@code from} to before {@code next}; what of them the log has
     * said itself is not said again.
     *
     * @param otherwise why, unless the log says it
     */
    void hole(long from, long next, GapReason otherwise) throws IOException {
        long seq = from;
        for (Gap recorded : said(from, next - 1)) {
            if (recorded.from() > seq) {
                lost(seq, recorded.from() - 1, otherwise);
            }
            if (recorded.to() >= seq) {
                losses.add(
                        new Gap(Math.max(seq, recorded.from()), recorded.to(), recorded.reason()));
                seq = recorded.to() + 1;
            }
        }
        if (seq < next) {
            lost(seq, next - 1, otherwise);
        }
    }

    /** Says, counts and keeps in mind that these records are in no segment. */
    private void lost(long from, long to, GapReason reason) {
        Segment before = reason == GapReason.CORRUPT ? segments.floor(from) : null;
        lost(new Gap(from, to, reason), before == null ? Segment.plainName(from) : before.name());
    }

    /**
     * The same.
     *
     * @param file the name of that which has them not, or should have had them
     */
    void lost(Gap gap, String file) {
        losses.add(gap);
        say(file, gap.from(), gap.to(), gap.lines(), gap.reason());
    }

    private void say(String file, long from, long to, long lines, GapReason reason) {
        losses.count(reason, lines);
        LOG.log(
                System.Logger.Level.ERROR,
                "{0}/{1}: history lacks {2}: {3}",
                segments.folder(),
                file,
                Gap.shown(lines, from, to),
                reason.text());
    }

    /** What the log lacks that it does not say itself, as {@link #inspectAll} has found it. */
    List<Gap> unsaid() {
        return unsaid;
    }

    private List<Gap> said(long from, long to) throws IOException {
        List<Gap> recorded = recorded(from, to);
        if (!recorded.isEmpty() || noted == null || noted.from() > to || noted.to() < from) {
            return recorded;
        }
        // Killed between what the disk took again and the record of what it had not taken.
        Gap gap = new Gap(Math.max(from, noted.from()), Math.min(to, noted.to()), noted.reason());
        unsaid.add(gap);
        lost(gap.from(), gap.to(), gap.reason());
        return List.of(gap);
    }

    /** What the log itself says that it lacks between {@code from} and {@code to}, in order. */
    private List<Gap> recorded(long from, long to) throws IOException {
        List<Gap> found = new ArrayList<>();
        long end = to + 1 + RECORDED_WITHIN;
        Segment segment = segments.floor(to + 1);
        while (segment != null && segment.base() < end) {
            recorded(segment, from, to, end, found);
            segment = segments.after(segment.base());
        }
        return found;
    }

    private void recorded(Segment segment, long from, long to, long end, List<Gap> found)
            throws IOException {
        try (Stretches stretches = Stretches.open(segments.folder(), segment)) {
            List<SegmentReader.Result> parts = stretches.read();
            while (parts != null) {
                for (SegmentReader.Result part : parts) {
                    if (part instanceof SegmentReader.Result.Records(Batch batch)) {
                        recorded(batch, from, to, found);
                    }
                }
                parts = stretches.next() < end ? stretches.read() : null;
            }
        }
    }

    private static void recorded(Batch batch, long from, long to, List<Gap> found) {
        for (int i = 0; i < batch.count(); i++) {
            Gap gap = GapRecord.in(batch, i);
            if (gap != null && gap.from() <= to && gap.to() >= from) {
                found.add(
                        new Gap(Math.max(from, gap.from()), Math.min(to, gap.to()), gap.reason()));
            }
        }
    }
}
