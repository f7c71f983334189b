package dev.tailrace.log;

import dev.tailrace.model.GapReason;
import java.io.Closeable;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a log in order beside its writer: makes it durable, removes what is beyond its bounds,
 * compresses what is sealed.
 *
 * <pre>
 *   every sync interval   sync()
 *   now and then          retain(), compressOne()    on another thread: both take their time
 * </pre>
 *
 * Each method is for one thread at a time; different ones may run at once.
 */
public final class LogKeeper implements Closeable {
    private static final System.Logger LOG = System.getLogger(LogKeeper.class.getName());

    private final Segments segments;
    private final LogSettings settings;
    private final Watermark watermark;
    private final Ledger ledger;
    private final InstantSource clock;
    private final Compressor compressor;
    private final Object syncing = new Object();
    private volatile boolean closed;

    LogKeeper(
            Segments segments,
            Inspection inspection,
            LogSettings settings,
            Watermark watermark,
            Ledger ledger,
            InstantSource clock) {
        this.segments = segments;
        this.settings = settings;
        this.watermark = watermark;
        this.ledger = ledger;
        this.clock = clock;
        this.compressor = new Compressor(segments, inspection);
    }

    /**
     * Makes all that is published durable.
     *
     * @throws IOException if the disk failed: then {@link StreamLog#rewrite()} is due
     */
    public void sync() throws IOException {
        synchronized (syncing) {
            if (!closed) {
                watermark.advance();
            }
        }
    }

    /** What the writer does while nothing is synced. */
    interface Step {
        void run() throws IOException;
    }

    void whileNotSyncing(Step step) throws IOException {
        synchronized (syncing) {
            step.run();
        }
    }

    /** Removes the oldest segments as long as there is too much, or it is too old. */
    public void retain() throws IOException {
        int count = segments.all().size();
        long bytes = segments.bytes();
        List<Segment> excess = new ArrayList<>();
        for (Segment oldest : segments.all()) {
            boolean tooMuch =
                    count > settings.retainSegments()
                            || bytes > settings.retainBytes()
                            || isTooOld(oldest);
            if (!tooMuch || !isRemovable(oldest)) {
                break;
            }
            count--;
            bytes -= oldest.diskBytes();
            excess.add(oldest);
        }
        remove(excess);
    }

    /** The oldest segment, if it is sealed and another follows it. */
    private @Nullable Segment removable() {
        Segment first = segments.first();
        return first != null && isRemovable(first) ? first : null;
    }

    private boolean isRemovable(Segment segment) {
        return segment.isSealed() && segments.after(segment.base()) != null;
    }

    /** Whether its last record, which is older than the next segment's first, is too old. */
    private boolean isTooOld(Segment segment) {
        Segment after = segments.after(segment.base());
        return after != null && after.firstTime() < nanosAgo(settings.retainAge().toNanos());
    }

    private long nanosAgo(long nanos) {
        return LogTime.nanos(clock.instant()) - nanos;
    }

    /**
     * The first record's time of the oldest segment that could be removed, in ns since 1970; {@code
     * Long.MAX_VALUE} if there is none.
     */
    public long oldestRemovable() {
        Segment oldest = removable();
        return oldest == null ? Long.MAX_VALUE : oldest.firstTime();
    }

    /** Removes the oldest segment, if it can be. */
    public void removeOldest() throws IOException {
        Segment oldest = removable();
        if (oldest != null) {
            remove(List.of(oldest));
        }
    }

    private void remove(List<Segment> oldest) throws IOException {
        Segment first = oldest.isEmpty() ? null : segments.after(oldest.getLast().base());
        if (first != null) {
            remove(oldest, new LogStart(first.base(), GapReason.RETENTION));
        }
    }

    /**
     * The log's start moves first, and durably: so no reader looks for what is being removed, and
     * no start takes it for lost. As retention's, on its thread.
     */
    void remove(List<Segment> oldest, LogStart start) throws IOException {
        ledger.moveStart(start);
        segments.moveStart(start);
        for (Segment segment : oldest) {
            segments.unlink(segment);
        }
        LOG.log(
                System.Logger.Level.DEBUG,
                "{0}: {1} segments are removed; the log begins with {2,number,#} now.",
                segments.folder(),
                oldest.size(),
                start.seq());
    }

    /**
     * Compresses the oldest segment that is sealed and not compressed.
     *
     * @return whether there was one
     */
    public boolean compressOne() throws IOException {
        return settings.compress() && !closed && compressor.compressOne();
    }

    /** Whether a segment is to be sealed for its age. */
    boolean isOld(@Nullable Segment segment) {
        return segment != null
                && !segment.isSealed()
                && segment.firstTime() != Segment.NO_TIME
                && segment.firstTime() < nanosAgo(settings.segmentAge().toNanos());
    }

    /** Nothing is synced from now on but by the log's own closing. */
    @Override
    public void close() {
        synchronized (syncing) {
            closed = true;
        }
    }
}
