package dev.tailrace.log;

import dev.tailrace.model.Cri;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/**
 * The segments of one stream, by the seq that each begins with, and what they lack. Any thread.
 *
 * <pre>
 *   removed | start ... segment, hole or damage, segment ... | next
 * </pre>
 */
final class Segments {
    private static final System.Logger LOG = System.getLogger(Segments.class.getName());

    private final Folder folder;
    private final ConcurrentSkipListMap<Long, Segment> byBase = new ConcurrentSkipListMap<>();
    private final ConcurrentHashMap<Segment, Long> leaving = new ConcurrentHashMap<>(4);
    private final Losses losses = new Losses();
    private volatile LogStart start = LogStart.NONE;

    /** The number that the newest of those begins with that are gone. */
    private volatile long newestLost;

    Segments(Folder folder) {
        this.folder = folder;
    }

    /**
     * Finds the segments that are in the folder; all are sealed. What a crash has left of making
     * one anew is removed, and what is no file under the name of one is set aside.
     */
    static Segments find(Folder folder, InstantSource clock) throws IOException {
        Segments found = new Segments(folder);
        for (String name : folder.names()) {
            if (Segment.isOwn(name)) {
                found.foundFile(name, clock);
            }
        }
        for (String name : folder.names()) {
            if (name.endsWith(Segment.SUSPECT)) {
                found.foundSuspect(name);
            }
        }
        found.removeIndexesOfNone();
        Segment first = found.first();
        found.start = LogStart.NONE.at(first == null ? 0 : first.base());
        return found;
    }

    private void foundFile(String name, InstantSource clock) throws IOException {
        try {
            Segment.Name segment = Segment.Name.parse(name).orElse(null);
            if (segment != null) {
                found(segment, name);
            } else if (name.endsWith(Folder.UNFINISHED)) {
                folder.delete(name);
            } else {
                folder.openForReading(name).close();
            }
        } catch (AccessDeniedException e) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "{0}/{1} may not be read: it counts as missing until it may.",
                    folder,
                    name);
        } catch (NotAFileException | DirectoryNotEmptyException e) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "{0}/{1} is no file: it is set aside as {2}.",
                    folder,
                    name,
                    SetAside.of(folder, name, clock));
        }
    }

    /** A crash may leave the index of a segment that is compressed or removed. */
    private void removeIndexesOfNone() throws IOException {
        Set<String> needed = new HashSet<>();
        for (Segment segment : byBase.values()) {
            if (segment.form() == Segment.Form.PLAIN) {
                needed.add(segment.indexName());
            }
        }
        for (String name : folder.names()) {
            if (name.endsWith(Segment.INDEX) && !needed.contains(name)) {
                folder.delete(name);
            }
        }
    }

    private void found(Segment.Name name, String file) throws IOException {
        Segment one;
        try (LogFile open = folder.openForReading(file)) {
            long time = firstTime(open, name.form());
            one = new Segment(name.base(), name.form(), open.size(), time, true);
        }
        Segment other = byBase.get(name.base());
        if (other == null) {
            add(one);
        } else if (one.form() == Segment.Form.GZIP) {
            chooseOf(other, one);
        } else {
            chooseOf(one, other);
        }
    }

    /** The compressed form got its name when it was whole: the plain one was to go. */
    private void chooseOf(Segment plain, Segment compressed) throws IOException {
        boolean whole = SegmentCheck.of(folder, compressed).whole();
        if (!whole) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "{0}/{1} is damaged: it is removed, since {2} is there, too.",
                    folder,
                    compressed.name(),
                    plain.name());
        }
        folder.delete(whole ? plain.name() : compressed.name());
        add(whole ? compressed : plain);
    }

    /** What a sync had failed on was to be written again, and perhaps was not. */
    private void foundSuspect(String name) throws IOException {
        String original = name.substring(0, name.length() - Segment.SUSPECT.length());
        Segment.Name segment = Segment.Name.parse(original).orElse(null);
        if (segment == null || byBase.containsKey(segment.base())) {
            folder.delete(name);
        } else {
            // Its index may be that of what was written in its place.
            folder.delete(original.replace(".log", Segment.INDEX));
            folder.rename(name, original);
            found(segment, original);
        }
    }

    private static long firstTime(LogFile file, Segment.Form form) throws IOException {
        if (form == Segment.Form.GZIP) {
            GzipMember member = GzipMember.at(file, 0, file.size());
            return member == null ? Segment.NO_TIME : member.firstTime();
        }
        ByteBuffer header = ByteBuffer.allocate(Cri.HEADER_BYTES);
        int length = file.readFully(header, 0);
        return Cri.isRecord(header.array(), 0, length)
                ? Cri.timeAt(header.array(), 0)
                : Segment.NO_TIME;
    }

    Folder folder() {
        return folder;
    }

    /** Opens the segment in the form that it has now, at its beginning. */
    Stretches open(Segment segment) throws IOException {
        return switch (segment.form()) {
            case PLAIN -> new PlainStretches(folder, segment);
            case GZIP -> new GzipStretches(folder, segment);
        };
    }

    void add(Segment segment) {
        byBase.put(segment.base(), segment);
    }

    void remove(Segment segment) {
        byBase.remove(segment.base(), segment);
    }

    /** Its file is gone: it is none of them any more. Under the segment's lock. */
    void lose(Segment segment) {
        newestLost = Math.max(newestLost, segment.base());
        remove(segment);
    }

    /** What the log lacks between its segments, and how much it lacks in all. */
    Losses losses() {
        return losses;
    }

    /** What the log begins with: what was before it has been removed. */
    LogStart start() {
        return start;
    }

    /** The log begins there: what is before that is to be removed. */
    void moveStart(LogStart now) {
        start = now;
        losses.forgetBefore(now.seq());
    }

    /** Whether the segment is one of the stream's still. */
    boolean isKept(Segment segment) {
        return byBase.get(segment.base()) == segment;
    }

    /** All of them, the oldest first. */
    Collection<Segment> all() {
        return byBase.values();
    }

    @Nullable Segment first() {
        return value(byBase.firstEntry());
    }

    @Nullable Segment last() {
        return value(byBase.lastEntry());
    }

    /** The number that the newest segment begins with, be it gone or not; 0 without any. */
    long newest() {
        Segment last = last();
        return last == null ? newestLost : Math.max(newestLost, last.base());
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

    /** Removes the segment with its files; a reader that has it open reads on. */
    void unlink(Segment segment) throws IOException {
        synchronized (segment) {
            remove(segment);
            folder.delete(segment.name());
            deleted(segment, segment.diskBytes());
            folder.delete(segment.indexName());
        }
    }

    /** A file of {@code bytes} has been deleted that readers of {@code segment} may have open. */
    void deleted(Segment segment, long bytes) {
        if (segment.isOpen()) {
            leaving.put(segment, bytes);
        }
    }

    /** The bytes of deleted files that the disk still holds, since readers have them open. */
    long deletedOpenBytes() {
        leaving.keySet().removeIf(segment -> !segment.isOpen());
        long bytes = 0;
        for (long each : leaving.values()) {
            bytes += each;
        }
        return bytes;
    }

    long bytes() {
        long bytes = 0;
        for (Segment segment : byBase.values()) {
            bytes += segment.diskBytes();
        }
        return bytes;
    }

    private static @Nullable Segment value(Map.@Nullable Entry<Long, Segment> entry) {
        return entry == null ? null : entry.getValue();
    }
}
