package dev.tailrace.log;

import dev.tailrace.model.Gap;
import dev.tailrace.model.GapReason;
import dev.tailrace.model.Reasons;
import java.io.IOException;
import java.nio.file.FileSystemException;
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
        if (first != null && first.base() > segments.start().seq()) {
            hole(segments.start().seq(), first.base(), GapReason.MISSING);
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
        } else if (check.end() != Segment.UNKNOWN) {
            segment.endsBefore(Math.min(check.end(), limit));
            if (check.end() < limit) {
                hole(check.end(), limit, GapReason.MISSING);
            }
        }
    }

    /** The seq before which the segment's records end, as far as anything tells. */
    private long limit(Segment segment) {
        long end = segment.end();
        Segment after = segments.after(segment.base());
        if (after == null || (end != Segment.UNKNOWN && end < after.base())) {
            return end;
        }
        return after.base();
    }

    /**
     * The records from {@code from} to {@code to}, which no segment has, by reason.
     *
     * @param before the segment that ends before them; null if none does
     */
    List<Gap> lacking(long from, long to, @Nullable Segment before) {
        long kept = Math.max(from, Math.min(segments.start().seq(), to + 1));
        List<Gap> parts = new ArrayList<>(1);
        if (kept > from) {
            parts.add(new Gap(from, kept - 1, segments.start().reason()));
        }
        if (kept <= to) {
            if (before != null && !losses.cover(kept, to)) {
                damaged(before);
            }
            parts.addAll(losses.split(kept, to));
        }
        return parts;
    }

    /** There is damage in the segment: reads all of it, unless that has been said. */
    void damaged(Segment segment) {
        segment.spoil();
        synchronized (segment) {
            long said = segment.inspected();
            long limit = limit(segment);
            if (limit > said) {
                segment.inspectedBefore(limit);
                damaged(segment, said, limit);
            }
        }
    }

    private void damaged(Segment segment, long said, long limit) {
        try {
            SegmentDamage damage = SegmentDamage.in(segments, segment, said, limit);
            if (damage.lines() > 0) {
                say(segment.name(), damage.from(), damage.to(), damage.lines(), GapReason.CORRUPT);
            }
            long end = Math.max(said, damage.end());
            if (end < limit && !losses.cover(end, limit - 1)) {
                hole(end, limit, GapReason.CORRUPT);
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
     * The segment's file could not be opened. If somebody has taken it away, put something else in
     * its place or forbidden to read it, the segment is none of the log's from now on, as for a
     * start that does not find it.
     *
     * @throws IOException the failure, if it is another
     */
    void gone(Segment segment, FileSystemException failure) throws IOException {
        if (!Folder.isNoFile(failure) || segments.folder().isGone()) {
            throw failure;
        }
        segment.spoil();
        synchronized (segment) {
            if (segments.isKept(segment) && !canBeOpened(segment)) {
                long limit = limit(segment);
                hole(segment.base(), limit, GapReason.MISSING);
                segments.lose(segment);
                // What has been written meanwhile to a file without a name.
                hole(limit, limit(segment), GapReason.MISSING);
            }
        }
    }

    private boolean canBeOpened(Segment segment) throws IOException {
        try {
            segments.folder().openForReading(segment.name()).close();
            return true;
        } catch (FileSystemException e) {
            if (Folder.isNoFile(e)) {
                return false;
            }
            throw e;
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
        for (Gap recorded : from < next ? said(from, next - 1) : List.<Gap>of()) {
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
        List<Gap> recorded = RecordedGaps.in(segments, from, to);
        if (!recorded.isEmpty() || noted == null || noted.from() > to || noted.to() < from) {
            return recorded;
        }
        // Killed between what the disk took again and the record of what it had not taken.
        Gap gap = new Gap(Math.max(from, noted.from()), Math.min(to, noted.to()), noted.reason());
        unsaid.add(gap);
        lost(gap.from(), gap.to(), gap.reason());
        return List.of(gap);
    }
}
