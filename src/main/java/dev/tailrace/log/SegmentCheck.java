package dev.tailrace.log;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What the end of a sealed segment's file tells, in two or three reads: a plain one's index has an
 * entry for the end, a compressed one has a last member without records.
 *
 * @param end the seq after its last record, or {@link Segment#UNKNOWN}
 * @param whole false if it was longer once, or begins with no record
 */
record SegmentCheck(long end, boolean whole) {
    private static final SegmentCheck DAMAGED = new SegmentCheck(Segment.UNKNOWN, false);
    private static final SegmentCheck UNTOLD = new SegmentCheck(Segment.UNKNOWN, true);

    static SegmentCheck of(Folder folder, Segment segment) throws IOException {
        if (segment.firstTime() == Segment.NO_TIME) {
            return DAMAGED;
        }
        return switch (segment.form()) {
            case PLAIN -> ofPlain(folder, segment);
            case GZIP -> ofGzip(folder, segment);
        };
    }

    private static SegmentCheck ofGzip(Folder folder, Segment segment) throws IOException {
        try (LogFile file = folder.openForReading(segment.name())) {
            long end = GzipMember.sealedAt(file, file.size());
            return end == GzipMember.NOT_SEALED ? DAMAGED : new SegmentCheck(end, true);
        }
    }

    private static SegmentCheck ofPlain(Folder folder, Segment segment) throws IOException {
        SegmentIndex.Entry last = lastEntry(folder, segment);
        if (last == null || last.offset() < segment.size()) {
            return UNTOLD;
        }
        if (last.offset() > segment.size()) {
            return DAMAGED;
        }
        try (LogFile file = folder.openForReading(segment.name())) {
            return IndexLookup.isTrue(file, segment.size(), last)
                    ? new SegmentCheck(last.seq(), true)
                    : DAMAGED;
        }
    }

    private static SegmentIndex.@Nullable Entry lastEntry(Folder folder, Segment segment)
            throws IOException {
        SegmentIndex index =
                SegmentIndex.openForReading(folder, segment.indexName(), segment.base());
        if (index == null) {
            return null;
        }
        try (index) {
            return index.count() == 0 ? null : index.entry(index.count() - 1);
        }
    }
}
