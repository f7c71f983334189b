package dev.tailrace.log;

import java.io.IOException;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * Files that are named as segments and are none of this log: their numbers were never given out, or
 * are another segment's. What they say of numbers would be gaps that never were.
 */
final class Strays {
    private static final System.Logger LOG = System.getLogger(Strays.class.getName());

    private Strays() {}

    /** Removes those that are empty, and sets the others aside. */
    static void remove(Segments segments, Ledger ledger, InstantSource clock) throws IOException {
        for (Segment segment : segments.all()) {
            if (isStray(segments, segment, ledger)) {
                remove(segments, segment, clock);
            }
        }
    }

    private static boolean isStray(Segments segments, Segment segment, Ledger ledger)
            throws IOException {
        boolean last = segments.after(segment.base()) == null;
        if (segment.size() == 0) {
            // One that was cut off to nothing begins where the one before it ends.
            return segment.base() != endBefore(segments, segment)
                    && (!last || segment.base() != ledger.lastNext())
                    && segment.base() != ledger.lastBase();
        }
        boolean hasRecords = segment.firstTime() != Segment.NO_TIME;
        return switch (ledger.end()) {
            case CLOSED -> last && segment.base() >= ledger.lastNext();
            case KILLED ->
                    last
                            && !hasRecords
                            && segment.base() > ledger.lastNext()
                            && segment.base() > endBefore(segments, segment);
            case NONE, SET_ASIDE, UNREADABLE, POWER_LOSS -> false;
        };
    }

    private static long endBefore(Segments segments, Segment segment) throws IOException {
        Segment before = segments.before(segment.base());
        return before == null ? segments.start().seq() : end(segments, before);
    }

    private static long end(Segments segments, Segment segment) throws IOException {
        SegmentCheck check = SegmentCheck.of(segments.folder(), segment);
        return check.end() == Segment.UNKNOWN
                ? SegmentDamage.in(segments, segment, segment.base(), Long.MAX_VALUE).end()
                : check.end();
    }

    private static void remove(Segments segments, Segment stray, InstantSource clock)
            throws IOException {
        Folder folder = segments.folder();
        segments.remove(stray);
        folder.delete(stray.indexName());
        @Nullable String aside = null;
        if (stray.size() == 0) {
            folder.delete(stray.name());
        } else {
            aside = SetAside.of(folder, stray.name(), clock);
        }
        LOG.log(
                System.Logger.Level.WARNING,
                "{0}/{1} is no segment of this log, which has not come to that number or has it"
                        + " elsewhere: it is {2}.",
                folder,
                stray.name(),
                aside == null ? "empty, and removed" : "set aside as " + aside);
    }
}
