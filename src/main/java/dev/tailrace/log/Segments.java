package dev.tailrace.log;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/** The segments of one stream, by the seq that each begins with. Any thread. */
final class Segments {
    private final Folder folder;
    private final ConcurrentSkipListMap<Long, Segment> byBase = new ConcurrentSkipListMap<>();

    Segments(Folder folder) {
        this.folder = folder;
    }

    /** Finds the segments that are in the folder; all are sealed. */
    static Segments find(Folder folder) throws IOException {
        Segments found = new Segments(folder);
        for (String name : folder.names()) {
            Long base = Segment.baseOf(name).orElse(null);
            if (base != null) {
                try (LogFile file = folder.openForReading(name)) {
                    found.add(new Segment(base, file.size(), true));
                }
            }
        }
        return found;
    }

    Folder folder() {
        return folder;
    }

    void add(Segment segment) {
        byBase.put(segment.base(), segment);
    }

    void remove(Segment segment) {
        byBase.remove(segment.base());
    }

    @Nullable Segment first() {
        return value(byBase.firstEntry());
    }

    @Nullable Segment last() {
        return value(byBase.lastEntry());
    }

    /** The segment that would hold {@code seq}: the last that begins at or before it. */
    @Nullable Segment floor(long seq) {
        return value(byBase.floorEntry(seq));
    }

    /** The segment after that which begins at {@code base}. */
    @Nullable Segment after(long base) {
        return value(byBase.higherEntry(base));
    }

    /** The segment before that which begins at {@code base}. */
    @Nullable Segment before(long base) {
        return value(byBase.lowerEntry(base));
    }

    /** The bytes of all segments together. */
    long bytes() {
        long bytes = 0;
        for (Segment segment : byBase.values()) {
            bytes += segment.size();
        }
        return bytes;
    }

    private static @Nullable Segment value(Map.@Nullable Entry<Long, Segment> entry) {
        return entry == null ? null : entry.getValue();
    }
}
