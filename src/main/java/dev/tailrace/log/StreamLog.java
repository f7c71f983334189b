package dev.tailrace.log;

import dev.tailrace.model.Batch;
import dev.tailrace.model.Epoch;
import dev.tailrace.model.Labels;
import dev.tailrace.model.Origin;
import java.io.Closeable;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/**
 * One stream's records. {@link #append}, {@link #commit} and {@link #close} are its writer's, which
 * is one thread: the stream's ingest loop. All the rest may be called from any thread.
 */
public final class StreamLog implements Closeable {
    private final StreamFile description;
    private final Segments segments;
    private final SegmentWriter writer;
    private final DiskFailures failures;
    private final RecordHeader header;
    private final Tail tail;
    private final long tornBytes;
    private Block block;
    private volatile long lastTime;

    private StreamLog(
            StreamFile description,
            Segments segments,
            SegmentWriter writer,
            Recovery recovery,
            LogSettings settings,
            InstantSource clock) {
        this.description = description;
        this.segments = segments;
        this.writer = writer;
        this.failures = new DiskFailures(segments.folder().toString(), clock);
        this.header = new RecordHeader(clock, recovery.lastTime());
        this.lastTime = recovery.lastTime();
        this.tornBytes = recovery.tornBytes();
        this.tail = new Tail(settings.tailBytes(), recovery.next());
        this.block = tail.newest();
    }

    /**
     * Opens the log in {@code folder}, or makes one; numbering goes on where it was.
     *
     * @param labels the stream's labels from now on; without any it keeps those it had
     * @throws IOException if the folder cannot be read or written, or holds something else
     */
    public static StreamLog open(
            Folder folder,
            Labels labels,
            LogSettings settings,
            InstantSource clock,
            RandomGenerator random)
            throws IOException {
        StreamFile description = describe(folder, labels, clock, random);
        Segments segments = Segments.find(folder);
        SegmentWriter writer = new SegmentWriter(segments, settings.segmentBytes());
        Recovery recovery = Recovery.recover(segments, writer);
        return new StreamLog(description, segments, writer, recovery, settings, clock);
    }

    private static StreamFile describe(
            Folder folder, Labels labels, InstantSource clock, RandomGenerator random)
            throws IOException {
        if (!folder.exists(StreamFile.NAME)) {
            String created = Instant.ofEpochSecond(clock.instant().getEpochSecond()).toString();
            return new StreamFile(Epoch.random(random), labels, created).writtenTo(folder);
        }
        StreamFile known = StreamFile.read(folder);
        return labels.equals(Labels.NONE) || labels.equals(known.labels())
                ? known
                : new StreamFile(known.epoch(), labels, known.created()).writtenTo(folder);
    }

    /** Tells that the records that follow were read now: their times are not before it. */
    public void readNow() {
        header.readNow();
    }

    /** Appends a record, which readers see after the next {@link #commit()}. */
    public void append(Origin origin, boolean partial, byte[] content, int offset, int length) {
        if (!block.hasRoom(length)) {
            commit();
            block = tail.grow(length);
        }
        block.append(header, origin, partial, content, offset, length);
    }

    /**
     * Writes what has been appended to its segment, then lets readers see it. Where the disk fails,
     * the live readers still get it; history has a gap there.
     */
    public void commit() {
        Batch pending = block.unpublished();
        if (pending == null) {
            return;
        }
        failures.write(writer, pending);
        lastTime = header.last();
        block.publish();
    }

    /** The log's epoch and labels. */
    public StreamFile description() {
        return description;
    }

    /** The newest records. */
    public Tail tail() {
        return tail;
    }

    /** A reader of the files, to be closed by whoever asked for it. */
    public SegmentReader reader() {
        return new SegmentReader(segments);
    }

    /** The seq of the oldest record that is kept. */
    public long first() {
        Segment first = segments.first();
        return first == null ? tail.first() : Math.min(first.base(), tail.first());
    }

    /** The seq of the record that comes next. */
    public long next() {
        return tail.next();
    }

    /** The newest record's time in ns since 1970, or 0 if there has been none. */
    public long lastTime() {
        return lastTime;
    }

    /** The bytes of all segments. */
    public long bytes() {
        return segments.bytes();
    }

    /** How many bytes of an unfinished line a crash had left behind when the log was opened. */
    public long tornBytes() {
        return tornBytes;
    }

    /** Where to look from for records: by seq, by time and backwards. */
    public LogSearch search() {
        return new LogSearch(this, segments);
    }

    /** Writes what is left and seals the newest segment's files on disk. */
    @Override
    public void close() throws IOException {
        commit();
        failures.close(writer, next());
    }
}
