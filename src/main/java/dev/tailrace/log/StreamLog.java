package dev.tailrace.log;

import dev.tailrace.model.GapReason;
import dev.tailrace.model.Labels;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.InstantSource;

/**
 * One stream's records. Its {@link LogWriter}, {@link #tend}, {@link #rewrite} and {@link #close}
 * are for one thread: the stream's ingest loop. What keeps it in order beside that is the {@link
 * LogKeeper}'s. All the rest may be called from any thread.
 */
public final class StreamLog implements Closeable {
    private volatile StreamFile description;
    private final LogSettings settings;
    private final Segments segments;
    private final SegmentWriter segmentWriter;
    private final LogWriter writer;
    private final Ledger ledger;
    private final Inspection inspection;
    private final DiskFailures failures;
    private final DiskRoom room;
    private final RecentRecords recent;
    private final LogSearch search;
    private final Watermark watermark;
    private final Rewrite rewrite;
    private final LogKeeper keeper;
    private final Removals removals;
    private final long openedAt;

    private boolean closed;

    StreamLog(
            StreamFile description,
            LogSettings settings,
            Segments segments,
            SegmentWriter segmentWriter,
            Ledger ledger,
            Inspection inspection,
            Recovery recovery,
            LogTime time) {
        this.description = description;
        this.settings = settings;
        this.segments = segments;
        this.segmentWriter = segmentWriter;
        this.ledger = ledger;
        this.inspection = inspection;
        this.failures =
                new DiskFailures(
                        segments.folder(),
                        settings.onDiskFull(),
                        ledger,
                        segments.losses(),
                        time::nanoTime);
        this.room = new DiskRoom(segments.folder(), segmentWriter);
        this.openedAt = recovery.next();
        this.recent = new RecentRecords(settings.tailBytes(), recovery.next());
        this.writer =
                new LogWriter(segmentWriter, recent, failures, ledger, recovery, time.clock());
        this.search = new LogSearch(segments, inspection, recent);
        this.watermark = new Watermark(segments, segmentWriter, ledger, recent);
        this.rewrite = new Rewrite(segments, segmentWriter, recent, failures, ledger);
        this.keeper =
                new LogKeeper(segments, inspection, settings, watermark, ledger, time.clock());
        this.removals =
                new Removals(segments, segmentWriter, writer, failures, search, recent, keeper);
    }

    /** What is due by time alone: an old segment is sealed, a disk that failed is tried again. */
    public void tend() {
        if (room.isFull()) {
            room.look();
        }
        if (failures.isFailing()) {
            if (writer.commit()) {
                failures.probe(segmentWriter, recent.next());
                writer.commit();
            }
        } else if (keeper.isOld(segments.last())) {
            segmentWriter.seal();
        }
    }

    /** Whether {@link #tend()} has something to do. Any thread. */
    public boolean isToBeTended() {
        return failures.isFailing() || room.isFull() || keeper.isOld(segments.last());
    }

    /**
     * Writes again what is not known to be durable: see {@link Rewrite}.
     *
     * @throws IOException if the disk fails again
     */
    public void rewrite() throws IOException {
        keeper.whileNotSyncing(() -> rewrite.from(watermark.durable()));
    }

    /** What appends records. */
    public LogWriter writer() {
        return writer;
    }

    /** What keeps the log in order: sync, retention, compression. */
    public LogKeeper keeper() {
        return keeper;
    }

    /** What removes records as a client wishes it. */
    public Removals removals() {
        return removals;
    }

    /**
     * Gives the stream other labels from now on. One thread at a time.
     *
     * @return whether they are others
     * @throws IOException if they cannot be kept; until the next start it has them all the same
     */
    public boolean relabel(Labels labels) throws IOException {
        StreamFile before = description;
        StreamFile now = new StreamFile(before.epoch(), labels, before.created());
        if (now.equals(before)) {
            return false;
        }
        description = now;
        now.writtenTo(StreamFile.in(segments.folder(), InstantSource.system()));
        return true;
    }

    /** The log's epoch and labels. */
    public StreamFile description() {
        return description;
    }

    public LogSettings settings() {
        return settings;
    }

    public RecentRecords recent() {
        return recent;
    }

    /** A reader of the files, to be closed by the caller. */
    public SegmentReader reader() {
        return new SegmentReader(segments, inspection);
    }

    /**
     * A reader of what lies in the files, not cut into records, to be closed by the caller.
     *
     * @param room where it reads to, in native memory
     * @param packed where it reads to what is compressed, in native memory
     */
    public UncutReader uncutReader(ByteBuffer room, ByteBuffer packed) {
        return new UncutReader(segments, room, packed);
    }

    /** Where to look from for records: by seq, by time and backwards. */
    public LogSearch search() {
        return search;
    }

    /**
     * The seq of the oldest record that is kept, or would be, had it not been lost: what is before
     * that has been removed.
     */
    public long first() {
        return search.first();
    }

    /** Why what is before {@link #first()} is gone. */
    public GapReason goneReason() {
        return segments.start().reason();
    }

    /** The oldest segment's first time in ns since 1970, 0 without one. */
    public long firstTime() {
        Segment first = segments.first();
        return first == null || first.firstTime() == Segment.NO_TIME ? 0 : first.firstTime();
    }

    /** The seq of the record that comes next. */
    public long next() {
        return recent.next();
    }

    /** How many records have been published since the log was opened. */
    public long publishedLines() {
        return recent.next() - openedAt;
    }

    /**
     * The seq before which all records survive the gateway's death, but for those that are lost and
     * declared. While the disk takes none, that is the first that it has not taken.
     */
    public long written() {
        return failures.writtenOf(recent.next());
    }

    /** As {@link #written}: those that survive a power loss. */
    public long durable() {
        return Math.min(watermark.durable(), written());
    }

    /** The seq before which all records are durable, or lost for good. */
    public long settled() {
        return watermark.durable();
    }

    /** The bytes of deleted files that the disk still holds, since readers have them open. */
    public long deletedOpenBytes() {
        return segments.deletedOpenBytes();
    }

    /** The bytes of all segments on disk. */
    public long bytes() {
        return segments.bytes();
    }

    /** Whether somebody has removed its folder: looks at the disk. */
    public boolean isGone() {
        return segments.folder().isGone();
    }

    /** Whether the disk does not take records now. */
    public boolean isFailing() {
        return failures.isFailing();
    }

    /** Whether the disk has room for more than the next few records. */
    public DiskRoom room() {
        return room;
    }

    /**
     * How many records history lacks for {@code reason}: those that the disk has not taken since
     * the log was opened, and all whose file is damaged or gone.
     */
    public long lostLines(GapReason reason) {
        return segments.losses().lines(reason);
    }

    /**
     * Writes what is left and seals the newest segment's files on disk. Once; then it is nothing.
     */
    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        boolean all = writer.commit();
        if (!all) {
            System.getLogger(StreamLog.class.getName())
                    .log(
                            System.Logger.Level.ERROR,
                            "{0} is closed while the disk takes nothing: records from {1,number,#} on"
                                    + " are lost that no reader has seen.",
                            segments.folder(),
                            recent.next());
        }
        try (ledger) {
            keeper.close();
            syncAndClose();
            if (all) {
                ledger.close(segments.newest(), recent.next());
            } else {
                ledger.note(segments.newest(), recent.next());
            }
        }
    }

    private void syncAndClose() throws IOException {
        try {
            segmentWriter.close();
            segments.folder().sync();
        } catch (IOException e) {
            ledger.unsynced(true, recent.next());
            throw e;
        }
    }
}
