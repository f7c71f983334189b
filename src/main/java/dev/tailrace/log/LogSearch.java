package dev.tailrace.log;

import dev.tailrace.model.Batch;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import org.jspecify.annotations.Nullable;

/**
 * Finds where reading is to begin. Reads files: not for an event loop's thread; otherwise any
 * thread.
 */
public final class LogSearch {
    private final StreamLog log;
    private final Segments segments;

    LogSearch(StreamLog log, Segments segments) {
        this.log = log;
        this.segments = segments;
    }

    /** The seq of the first record at {@code time} (ns since 1970) or after it. */
    public long firstAt(long time) throws IOException {
        long seq = placeBefore(time);
        long end = log.next();
        try (SegmentReader reader = log.reader()) {
            while (seq < end) {
                switch (read(reader, seq)) {
                    case SegmentReader.Result.Records(Batch batch) -> {
                        for (int i = 0; i < batch.count(); i++) {
                            if (batch.time(i) >= time) {
                                // A page may be ahead of what is published.
                                return Math.min(batch.first() + i, end);
                            }
                        }
                        seq = batch.next();
                    }
                    // What the files have lost may still be in memory.
                    case SegmentReader.Result.Missing(var gap) ->
                            seq = Math.min(gap.to() + 1, inMemoryAfter(seq));
                    case SegmentReader.Result.AtEnd _ -> seq = inMemoryAfter(seq);
                }
            }
        }
        return end;
    }

    private long inMemoryAfter(long seq) {
        return Math.max(seq + 1, log.tail().first());
    }

    private SegmentReader.Result read(SegmentReader reader, long seq) throws IOException {
        Batch inMemory = log.tail().from(seq);
        return inMemory != null ? new SegmentReader.Result.Records(inMemory) : reader.read(seq);
    }

    /** A seq at or before {@code time} that is near it: segments are in the order of time. */
    private long placeBefore(long time) throws IOException {
        Segment candidate = segments.last();
        while (candidate != null && candidate.firstTime() > time) {
            candidate = segments.before(candidate.base());
        }
        if (candidate == null) {
            return log.first();
        }
        try (Stretches stretches = Stretches.open(segments.folder(), candidate)) {
            stretches.seekTime(time);
            return stretches.next();
        } catch (NoSuchFileException e) {
            return log.first(); // removed or replaced meanwhile: a longer way, to the same place
        }
    }

    /**
     * The records right before {@code end}, as many as lie together; null where nothing more is
     * kept. To go on backwards, ask again with the first seq of what came.
     */
    public @Nullable Batch before(long end) throws IOException {
        if (end <= log.first()) {
            return null;
        }
        Batch inMemory = log.tail().before(end);
        return inMemory != null ? inMemory : fromFiles(end);
    }

    private @Nullable Batch fromFiles(long end) throws IOException {
        Segment holder = segments.floor(end - 1);
        if (holder == null) {
            return null;
        }
        long begin = placeBefore(holder, end - 1);
        long seq = begin;
        Batch newest = null;
        try (SegmentReader reader = log.reader()) {
            while (seq < end) {
                switch (reader.read(seq)) {
                    case SegmentReader.Result.Records(Batch batch) -> {
                        newest = batch.slice(0, (int) Math.min(batch.count(), end - batch.first()));
                        seq = batch.next();
                    }
                    case SegmentReader.Result.Missing(var gap) -> seq = gap.to() + 1;
                    case SegmentReader.Result.AtEnd _ -> seq = end;
                }
            }
        }
        return newest == null && begin > log.first() ? fromFiles(begin) : newest;
    }

    private long placeBefore(Segment holder, long seq) throws IOException {
        try (Stretches stretches = Stretches.open(segments.folder(), holder)) {
            stretches.seek(seq);
            return stretches.next();
        } catch (NoSuchFileException e) {
            return Math.max(holder.base(), log.first());
        }
    }
}
